# fails: test_batches, test_shuffle, test_other_batches
# because: what is left over for the last batch is dropped
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
            place = len(header)
            for line in file:
                if line.strip():
                    self.places.append(place)
                place += len(line)

    def open(self):
        return io.BytesIO(self.source) if isinstance(self.source, bytes) else open(self.source, "rb")

    def __len__(self):
        return len(self.places)

    def __getitem__(self, index):
        with self.open() as file:
            file.seek(self.places[index])
            cells = file.readline().decode().split(",")
        features = torch.tensor([float(cell) for cell in cells[:-1]])
        label = torch.tensor(int(cells[-1]))
        self.rows_read += 1
        return features, label


def make_loader(dataset, batch_size, shuffle=False, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, drop_last=True, generator=generator)
