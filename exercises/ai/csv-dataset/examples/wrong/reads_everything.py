# fails: test_only_the_row_that_is_asked_for, test_rows_read
# because: all rows are converted when the dataset is made, so one bad row spoils the file
import io

import torch
from torch.utils.data import DataLoader, Dataset


class CsvDataset(Dataset):
    def __init__(self, source):
        self.source = source
        self.rows_read = 0
        self.places = []
        with self.open() as file:
            header = file.readline()
            self.names = header.decode().strip().split(",")[:-1]
            for line in file:
                if line.strip():
                    self.places.append(self.convert(line))

    def open(self):
        return io.BytesIO(self.source) if isinstance(self.source, bytes) else open(self.source, "rb")

    def __len__(self):
        return len(self.places)

    def convert(self, line):
        cells = line.decode().split(",")
        self.rows_read += 1
        return torch.tensor([float(cell) for cell in cells[:-1]]), torch.tensor(int(cells[-1]))

    def __getitem__(self, index):
        return self.places[index]


def make_loader(dataset, batch_size, shuffle=False, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, generator=generator)
