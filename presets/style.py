#!/usr/bin/env python3
"""Opens a style of Tiento, says how likely music is in it, and composes: numpy is all it needs.

    python3 style.py STYLE                     what is in it
    python3 style.py STYLE --events FILE.tsv   -ln p of each field of each event, in nats
    python3 style.py STYLE --compose BARS      the events of a phrase, as --events reads them

PYTHON.md tells what the numbers mean. The names are those of plugin/engine.
"""
import argparse
import json
import sys
from typing import Optional

import numpy as np

from context import FIELDS, KINDS, Context, Event, Meter, Vocabulary, read_number, read_numbers

FORMAT = "2"
DTYPES = {"F16": np.dtype("<f2"), "F32": np.dtype("<f4")}
MAX_WEIGHT = 1000  # the engine takes no larger one


class Style:
    """A network with its vocabulary and what is told about it.

    metadata: text by key, as in the file. tensors: arrays of float32 by name, see shapes().
    """

    def __init__(self, metadata: dict, tensors: dict):
        if metadata.get("tiento.format") != FORMAT:
            raise ValueError(f"not a style of format {FORMAT}")
        self.metadata = metadata
        self.tensors = tensors
        self.vocabulary = Vocabulary(metadata)
        self.embedding = read_number(metadata, "network.embedding")  # E
        self.layers = read_number(metadata, "network.layers")  # L
        self.hidden = read_number(metadata, "network.hidden")  # H
        self.head = read_number(metadata, "network.head")  # A
        self.key = read_number(metadata, "music.key", "0")
        self.meter = Meter(0, *read_numbers(metadata, "music.meter", "4 4"))

    def shapes(self) -> dict:
        """The shape of every tensor, by name, in the order of the file."""
        shapes = {"embedding": (self.vocabulary.input_table.rows, self.embedding)}
        for layer in range(self.layers):
            inputs = self.embedding if layer == 0 else self.hidden
            shapes[f"lstm.{layer}.input"] = (inputs, 4 * self.hidden)
            shapes[f"lstm.{layer}.recurrent"] = (self.hidden, 4 * self.hidden)
            shapes[f"lstm.{layer}.bias"] = (4 * self.hidden,)
        for field, classes in self.vocabulary.classes.items():
            if classes > 1:  # else there is nothing to decide
                rows = self.vocabulary.condition_tables[field].rows
                shapes[f"head.{field}.hidden"] = (self.hidden, self.head)
                shapes[f"head.{field}.condition"] = (rows, self.head)
                shapes[f"head.{field}.bias"] = (self.head,)
                shapes[f"head.{field}.output"] = (self.head, classes)
                shapes[f"head.{field}.output_bias"] = (classes,)
        return shapes

    def check(self) -> None:
        """Raises ValueError where the engine would refuse the tensors."""
        if {name: tensor.shape for name, tensor in self.tensors.items()} != self.shapes():
            raise ValueError("a tensor is missing, unknown or has the wrong shape")
        for name, tensor in self.tensors.items():
            if not np.all(np.abs(tensor) <= MAX_WEIGHT):  # also where it is not a number
                raise ValueError(f"a weight of {name} is not a number or far too large")


# ---- the file ----


def read_tensor(stored: dict, body: bytes) -> np.ndarray:
    begin, end = stored["data_offsets"]
    values = np.frombuffer(body[begin:end], DTYPES[stored["dtype"]])
    return values.reshape(stored["shape"]).astype(np.float32)


def read(path: str) -> Style:
    """Raises OSError where the file cannot be read, ValueError where it is no sound style."""
    with open(path, "rb") as file:
        data = file.read()
    size = int.from_bytes(data[:8], "little")
    header, body = data[8:8 + size], data[8 + size:]
    if len(data) < 8 or len(header) < size:
        raise ValueError("not a style, or cut off")
    header = json.loads(header)
    try:
        metadata = header.pop("__metadata__")
        tensors = {name: read_tensor(stored, body) for name, stored in header.items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("its header is damaged") from error
    style = Style(metadata, tensors)
    style.check()
    return style


def write(path: str, style: Style, dtype: str = "F16") -> None:
    """Writes what the engine reads. F16, as the trainer writes, has 11 bits, F32 all 24."""
    style.check()
    header = {"__metadata__": style.metadata}
    body = b""
    for name, shape in style.shapes().items():
        values = style.tensors[name].astype(DTYPES[dtype]).tobytes()
        offsets = [len(body), len(body) + len(values)]
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": offsets}
        body += values
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # so that the tensors are aligned
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + body)


# ---- the network ----


def start(style: Style) -> np.ndarray:
    """The state before the first step: hidden h and cell c of each layer, [L, 2, H]."""
    return np.zeros((style.layers, 2, style.hidden), np.float32)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 0.5 + 0.5 * np.tanh(0.5 * x)  # 1 / (1 + exp(-x)), without overflow


def step(style: Style, state: np.ndarray, rows: list) -> None:
    """Advances `state` [L, 2, H] by one step on the sum of `rows` of the embedding."""
    w = style.tensors
    x = w["embedding"][rows].sum(axis=0)  # [E]
    for layer in range(style.layers):
        h, c = state[layer]  # [H], [H]
        gates = x @ w[f"lstm.{layer}.input"] + h @ w[f"lstm.{layer}.recurrent"]
        gates += w[f"lstm.{layer}.bias"]  # [4H]
        i, f, g, o = np.split(gates, 4)  # input, forget, cell, output: [H] each
        c[:] = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h[:] = sigmoid(o) * np.tanh(c)
        x = h


def head(style: Style, field: str, state: np.ndarray, rows: list) -> np.ndarray:
    """The logits of `field`, [classes], given the state and `rows` of the head's condition."""
    if style.vocabulary.classes[field] == 1:
        return np.zeros(1, np.float32)
    w = style.tensors
    units = state[-1, 0] @ w[f"head.{field}.hidden"]  # of the top layer's h; [A]
    units += w[f"head.{field}.condition"][rows].sum(axis=0)
    units = np.tanh(units + w[f"head.{field}.bias"])
    return units @ w[f"head.{field}.output"] + w[f"head.{field}.output_bias"]


def softmax(logits: np.ndarray, allowed: list) -> np.ndarray:
    """The shares of the allowed classes; 0 for the others."""
    logits = np.where(allowed, logits.astype(np.float64), -np.inf)
    weights = np.exp(logits - logits.max())
    return weights / weights.sum()


# ---- measuring ----


def nats(style: Style, events: list, **told) -> np.ndarray:
    """-ln p of each field of each event, [events, fields]; 0 where an event has no such field.

    told: what the context is told: meters, key, end.
    """
    v = style.vocabulary
    context = Context(v, **told)
    state = start(style)
    p = np.ones((len(events), len(FIELDS)))
    for i, event in enumerate(events):
        step(style, state, context.input_rows())
        for f, field in enumerate(FIELDS if event.kind == "note" else ["dt"]):
            logits = head(style, field, state, context.condition_rows(field, event))
            shares = softmax(logits, context.allowed(field, event))
            if not 0 <= v.class_of(event, field) < len(shares):
                raise ValueError(f"event {i}: the style has no such {field}")
            p[i, f] = shares[v.class_of(event, field)]
            if event.kind == "end" and not v.has_end:  # the silence of a roll is longer than dt
                p[i, f] = shares[event.dt + 1:].sum()
        context.advance(event)
    with np.errstate(divide="ignore"):  # infinite: what cannot be
        return np.log(1 / p)


# ---- composing ----


def draw(logits: np.ndarray, allowed: list, temperature: float, top_p: float,
         random: np.random.Generator) -> int:
    """A class, drawn from the likeliest that together hold the share top_p."""
    if temperature == 0:
        return int(softmax(logits, allowed).argmax())
    shares = softmax(logits / temperature, allowed)
    order = np.argsort(-shares, kind="stable")
    kept = order[:1 + np.searchsorted(np.cumsum(shares[order]), top_p)]
    return int(random.choice(kept, p=shares[kept] / shares[kept].sum()))


def consider_end(context: Context, logits: np.ndarray, allowed: list) -> None:
    """A piece may end in its last two bars, in its second half; the engine urges it to."""
    last_bars = context.end - 2 * context.meter_at(context.tick).bar_ticks
    begin = max(last_bars, context.end // 2)
    end = context.vocabulary.end
    allowed[end] = context.tick >= begin and context.previous.kind != "start"
    logits[end] += 5 - 2 * (context.end - context.tick) / (context.end - begin)


def draw_event(style: Style, context: Context, state: np.ndarray, *sampling) -> Event:
    """The event that follows: one field after the other, each knowing those before it."""
    v = style.vocabulary
    event = Event()
    for field in FIELDS:
        logits = head(style, field, state, context.condition_rows(field, event))
        allowed = context.allowed(field, event)
        if field == "dt" and v.has_end:
            consider_end(context, logits, allowed)
        value = draw(logits, allowed, *sampling)
        if field == "dt" and value >= v.rest:
            return Event("rest" if value == v.rest else "end", value)
        if field == "pitch":
            first, _, low = v.pitch_range(event.part)
            value += low - first
        event = event._replace(**{field: value})
    return event


def compose(style: Style, bars: int, seed: int = 0, temperature: float = 1.0,
            top_p: float = 0.95) -> list:
    """The events of a phrase, in the style's own meter and key."""
    if not style.vocabulary.has_grid:
        raise ValueError("it was trained for measuring (--roll), not for playing")
    random = np.random.default_rng(seed)
    context = Context(style.vocabulary, [style.meter], style.key, bars * style.meter.bar_ticks)
    state = start(style)
    events = []
    while context.tick < context.end and context.previous.kind != "end":
        step(style, state, context.input_rows())
        event = draw_event(style, context, state, temperature, top_p, random)
        context.advance(event)
        events.append(event)
    return events if context.tick < context.end else events[:-1]  # the last came too late


# ---- the command ----


def print_events(events: list, meters=(), key: int = 0, end: Optional[int] = None) -> None:
    """What is told of the piece, in lines that begin with #, then the events; tab-separated."""
    for meter in meters:
        print("# meter", *meter, sep="\t")
    print("# key", key, sep="\t")
    if end is not None:
        print("# end", end, sep="\t")
    print(*Event._fields, sep="\t")
    for event in events:
        print(*event, sep="\t")


def read_events(path: str) -> tuple:
    """The events of such a file, and what is told of the piece, as nats() takes it."""
    events = []
    told = {"meters": []}
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, *values = line.split("\t")
            if name == "# meter":
                told["meters"].append(Meter(*map(int, values)))
            elif name in ("# key", "# end"):
                told[name[2:]] = int(values[0])
            elif name in KINDS:
                events.append(Event(name, *map(int, values[:len(FIELDS)])))
    return events, told


def print_style(style: Style) -> None:
    for key, value in style.metadata.items():
        print(f"{key:28} {value}")
    for name, shape in style.shapes().items():
        print(f"{name:28} {list(shape)}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Tells what is in a style, measures, composes.")
    parser.add_argument("style", metavar="STYLE")
    parser.add_argument("--events", metavar="FILE.tsv", help="print -ln p of each of their fields")
    parser.add_argument("--compose", metavar="BARS", type=int, help="print a phrase's events")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="of the phrase")
    parser.add_argument("--temperature", metavar="X", type=float, default=1.0, help="likewise")
    options = parser.parse_args()
    try:
        style = read(options.style)
        if options.events:
            events, told = read_events(options.events)
            np.savetxt(sys.stdout, nats(style, events, **told), "%.6f", "\t")
        elif options.compose:
            events = compose(style, options.compose, options.seed, options.temperature)
            end = options.compose * style.meter.bar_ticks
            print_events(events, [style.meter], style.key, end)
        else:
            print_style(style)
    except (OSError, ValueError) as error:
        sys.exit(f"style.py: {error}")


if __name__ == "__main__":
    main()
