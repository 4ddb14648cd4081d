from torch import Tensor


def to_cells(rois: Tensor, spatial_scale: float) -> Tensor:
    """Return where each region lies on the feature map; both ends belong to it.

    rois    (R, 5), rows (image, x1, y1, x2, y2) in pixels
    result  (R, 4), int64, rows (left, top, right, bottom) in cells
    """
    raise NotImplementedError("write me")


def roi_pool(x: Tensor, rois: Tensor, output_size: tuple[int, int], spatial_scale: float = 1.0) -> Tensor:
    """Return the maxima of the bins of each region, 0 for a bin without cells.

    x            (N, C, H, W)
    rois         (R, 5)
    output_size  (rows, columns) of bins
    result       (R, C, rows, columns)
    """
    raise NotImplementedError("write me")
