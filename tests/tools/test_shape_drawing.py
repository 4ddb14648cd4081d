"""The scenes of unet are those that its script draws, and hold what they are for."""

from __future__ import annotations

import numpy as np

from tools import shape_drawing


def test_the_shipped_scenes_are_drawn_by_the_script() -> None:
    """Equal seeds give equal bytes."""
    drawn = {
        "public/train": shape_drawing.draw_scenes(shape_drawing.TRAINING, shape_drawing.TRAINING_SEED),
        "hidden/test": shape_drawing.draw_scenes(shape_drawing.HIDDEN, shape_drawing.HIDDEN_SEED),
    }
    for name, (images, labels) in drawn.items():
        with np.load(shape_drawing.EXERCISE / f"data/{name}.npz", allow_pickle=False) as shipped:
            assert np.array_equal(shipped["images"], images)
            assert np.array_equal(shipped["labels"], labels)


def test_every_scene_holds_a_shape_brighter_than_its_ground() -> None:
    """Classes are 0 to 2, all turn up, and shapes stand out."""
    images, labels = shape_drawing.draw_scenes(40, seed=1)

    assert images.shape == labels.shape == (40, shape_drawing.SIDE, shape_drawing.SIDE)
    assert set(np.unique(labels)) == {0, 1, 2}
    for image, classes in zip(images, labels, strict=True):
        assert image[classes > 0].mean() > image[classes == 0].mean() + 40


def test_shapes_have_their_form() -> None:
    """A disc has the area of a circle, a cross its bars and its empty corners."""
    x, y = np.meshgrid(np.linspace(-1.5, 1.5, 601), np.linspace(-1.5, 1.5, 601))
    cell = (3 / 600) ** 2

    assert abs(shape_drawing.disc(x, y).sum() * cell - np.pi) < 0.02
    assert abs(shape_drawing.cross(x, y).sum() * cell - (4 * 0.4 - 0.4**2)) < 0.03
    assert not shape_drawing.cross(np.array([0.5]), np.array([0.5]))[0]
