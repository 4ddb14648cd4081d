# fails: test_more_bins_than_cells, test_one_number_a_channel, test_order_of_channels, test_order_of_levels, test_negative_features, test_any_maps, test_arguments_stay_as_they_are, test_fresh_maps, test_edge_sizes
# because: only the first image of the batch is pooled
import math

import torch


def pyramid_bins(size, count):
    return [(i * size // count, math.ceil((i + 1) * size / count)) for i in range(count)]


def pooled(x, count):
    rows, columns = pyramid_bins(x.shape[2], count), pyramid_bins(x.shape[3], count)
    bins = [
        x[:, :, top:bottom, left:right].amax(dim=(2, 3)) for top, bottom in rows for left, right in columns
    ]
    return torch.stack(bins, dim=2)


def spatial_pyramid_pool(x, levels=(4, 2, 1)):
    return torch.cat([pooled(x[:1], count).flatten(1) for count in levels], dim=1)
