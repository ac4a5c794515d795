"""The trained reader: words in, spans and arcs out. ONNX Runtime is used here and nowhere else."""

from communique.model.marks import AnchorMark, CueMark, Link, Mark, Marks, TriggerMark
from communique.model.network import Model, shipped
from communique.model.windows import Prepared

__all__ = ["AnchorMark", "CueMark", "Link", "Mark", "Marks", "Model", "Prepared", "TriggerMark", "shipped"]
