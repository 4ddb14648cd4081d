# fails: test_more_bins_than_cells, test_one_number_a_channel, test_worked_example, test_any_size_same_length, test_negative_features, test_any_maps, test_arguments_stay_as_they_are, test_fresh_maps, test_edge_sizes
# because: the bins of the height are used for the width too
import math

import torch


def pyramid_bins(size, count):
    return [(i * size // count, math.ceil((i + 1) * size / count)) for i in range(count)]


def pooled(x, count):
    rows, columns = pyramid_bins(x.shape[2], count), pyramid_bins(x.shape[2], count)
    bins = [
        x[:, :, top:bottom, min(left, x.shape[3] - 1) : right].amax(dim=(2, 3))
        for top, bottom in rows
        for left, right in columns
    ]
    return torch.stack(bins, dim=2)


def spatial_pyramid_pool(x, levels=(4, 2, 1)):
    return torch.cat([pooled(x, count).flatten(1) for count in levels], dim=1)
