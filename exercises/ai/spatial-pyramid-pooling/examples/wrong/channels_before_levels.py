# fails: test_order_of_channels, test_order_of_levels, test_any_size_same_length, test_negative_features, test_any_maps, test_arguments_stay_as_they_are, test_fresh_maps, test_edge_sizes
# because: all levels of a channel stand together
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
    return torch.cat([pooled(x, count) for count in levels], dim=2).flatten(1)
