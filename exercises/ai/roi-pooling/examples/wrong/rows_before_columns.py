# fails: test_worked_example, test_bins_that_divide, test_bins_that_overlap, test_small_regions, test_which_image, test_beyond_the_map, test_any_regions, test_arguments_stay_as_they_are, test_fresh_regions, test_edge_cases
# because: a region is read as (image, y1, x1, y2, x2)
import torch


def to_cells(rois, spatial_scale):
    return torch.floor(rois[:, 1:] * spatial_scale + 0.5).long()


def bins(first, last, count):
    side = last - first + 1
    return [(first + i * side // count, first + -(-(i + 1) * side // count)) for i in range(count)]


def roi_pool(x, rois, output_size, spatial_scale=1.0):
    result = x.new_zeros(len(rois), x.shape[1], *output_size)
    for r, (top, left, bottom, right) in enumerate(to_cells(rois, spatial_scale).tolist()):
        image = x[int(rois[r, 0])]
        for i, (start, end) in enumerate(bins(top, bottom, output_size[0])):
            for j, (begin, stop) in enumerate(bins(left, right, output_size[1])):
                cells = image[:, start:end, begin:stop].flatten(1)
                if cells.shape[1]:
                    result[r, :, i, j] = cells.amax(dim=1)
    return result
