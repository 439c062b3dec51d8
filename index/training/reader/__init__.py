"""Training of the reader: its data, its model, the passes over them, and the file that runs.

- `train`: the whole run; needs the packages of the extra `train`, imported only then
- `recipe`: its numbers
- `articles`: question sets: sentences, pieces, names
- `windows`: windows of whole sentences
- `foils`: questions that an article does not answer, made from those that it does
- `examples`: the plan of a pass
- `packing`: batches as arrays
- `base`: the weights to start from
- `model`: the encoder and its heads
- `losses`: what is made small
- `trainer`: steps and checkpoints
- `exporting`: the model file
"""

from index.training.reader.train import train_reader

__all__ = ["train_reader"]
