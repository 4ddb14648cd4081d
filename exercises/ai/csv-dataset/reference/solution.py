"""A dataset that remembers at which byte each row begins, and reads one row at a time."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import BinaryIO

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset


class CsvDataset(Dataset[tuple[Tensor, Tensor]]):
    """The rows of a CSV file, given by path or by content."""

    def __init__(self, source: str | bytes) -> None:
        self.rows_read = 0
        self._source = source
        self._places: list[int] = []
        with self._open() as file:
            header = file.readline()
            self.names = _cells(header)[:-1]
            place = len(header)
            for line in file:
                if line.strip():
                    self._places.append(place)
                place += len(line)

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        """Return features (F,), float32, and label (), int64."""
        with self._open() as file:
            file.seek(self._places[index])
            *features, label = _cells(file.readline())
        row = torch.tensor([float(feature) for feature in features]), torch.tensor(int(label))
        self.rows_read += 1
        return row

    def _open(self) -> BinaryIO:
        """Open the file, or what stands for it, at its beginning."""
        return io.BytesIO(self._source) if isinstance(self._source, bytes) else Path(self._source).open("rb")


def _cells(line: bytes) -> list[str]:
    """Return what stands between the commas of one line."""
    return next(csv.reader([line.decode()]))


def make_loader(
    dataset: Dataset[tuple[Tensor, Tensor]], batch_size: int, shuffle: bool = False, seed: int = 0
) -> DataLoader[tuple[Tensor, Tensor]]:
    """Return a loader with a generator of its own, so that its order follows from the seed."""
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, generator=generator)
