# fails: test_line_ends, test_random_files, test_other_files, test_other_batches
# because: a line's length is guessed as text plus one, so \r\n shifts every place
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
            place = len(header.rstrip()) + 1
            for line in file:
                if line.strip():
                    self.places.append(place)
                place += len(line.rstrip()) + 1

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
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, generator=generator)
