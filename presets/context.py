"""What a style of Tiento can say, and what its network is told besides its own memory.

The names are those of plugin/engine: vocabulary, features, context, history.
"""
from bisect import bisect_left
from itertools import groupby
from typing import NamedTuple, Optional

TICKS_PER_QUARTER = 24
PITCH_CLASSES = 12
KINDS = ("start", "note", "rest", "end")
FIELDS = ("dt", "part", "pitch", "duration", "velocity", "nudge")  # in the order of deciding

# The features that each head's condition has. The network's input has all but "held_ago".
ONSET = {"dt", "beat", "place"}
ROLLS = {"sounding", "classes_sounding", "struck", "ago"}
CONDITIONS = {
    "dt": {"bars_left", "next_ago"},
    "part": ONSET | ROLLS,
    "pitch": ONSET | ROLLS | {"part", "key", "bars_left"},
    "duration": ONSET | {"part", "pitch", "bars_left", "held_ago"},
    "velocity": ONSET | {"part", "pitch", "duration"},
    "nudge": ONSET | {"part", "pitch", "duration", "velocity"},
}


class Event(NamedTuple):
    """Classes of the vocabulary, but for the pitch, which is MIDI's."""

    kind: str = "note"
    dt: int = 0
    part: int = 0
    pitch: int = 0
    duration: int = 0
    velocity: int = 0
    nudge: int = 0


class Meter(NamedTuple):
    tick: int  # from which it holds
    numerator: int
    denominator: int

    @property
    def beat_ticks(self) -> int:
        return max(4 * TICKS_PER_QUARTER // self.denominator, 1)

    @property
    def bar_ticks(self) -> int:
        return self.numerator * self.beat_ticks


class Table(NamedTuple):
    """The rows of one matrix: where those of each feature begin, and how many there are."""

    first: dict
    rows: int


def read_numbers(metadata: dict, key: str, default: Optional[str] = None) -> list:
    text = metadata.get(key, default)
    if text is None:
        raise ValueError(f"its metadata have no {key}")
    return [int(word) for word in text.split()]


def read_number(metadata: dict, key: str, default: Optional[str] = None) -> int:
    numbers = read_numbers(metadata, key, default)
    if len(numbers) != 1:
        raise ValueError(f"{key} is not one number")
    return numbers[0]


class Vocabulary:
    """The classes of each field, and the tables of what the network can be told."""

    def __init__(self, metadata: dict):
        def number(name: str) -> int:
            return read_number(metadata, "vocabulary." + name)

        def numbers(name: str, default: Optional[str] = None) -> list:
            return read_numbers(metadata, "vocabulary." + name, default)

        self.dt_values = number("dt_values")  # ticks
        self.has_end = number("has_end")
        self.has_grid = number("has_grid")  # 0: a tick is a frame of a piano roll
        self.parts = number("parts")
        self.drum_part = number("drum_part")  # -1: none
        self.pitch_low = number("pitch_low")
        self.pitch_count = number("pitch_count")
        self.durations = numbers("durations")  # ticks
        self.velocities = numbers("velocities")
        self.nudges = numbers("nudges", "0")  # fifths of a tick
        self.lookbacks = numbers("lookbacks", "")  # bars, or frames of a piano roll
        self.pitch_rows = self.pitch_count + (128 if self.drum_part >= 0 else 0)
        self.rest = self.dt_values  # classes of dt
        self.end = self.dt_values + 1
        self.classes = {
            "dt": self.dt_values + 1 + self.has_end,
            "part": self.parts,
            "pitch": self.pitch_rows,
            "duration": len(self.durations),
            "velocity": len(self.velocities),
            "nudge": len(self.nudges),
        }
        features = self._feature_rows()
        self.input_table = self._table(features.keys() - {"held_ago"})
        self.condition_tables = {field: self._table(CONDITIONS[field]) for field in FIELDS}

    def _feature_rows(self) -> dict:
        """How many rows each feature has, in the order in which tables list them."""
        lookbacks = len(self.lookbacks)
        return {
            "kind": 3,  # an end is never an input
            **self.classes,
            "nudge": self.classes["nudge"] if self.classes["nudge"] > 1 else 0,
            "beat": 17,  # unknown, 0..15
            "place": 97,  # unknown, 0..95 ticks after the beat
            "bar_beats": 18,  # unknown, 1..16, more
            "beat_unit": 7,  # unknown, 1, 2, 4, 8, 16, 32
            "key": 25,  # unknown, 12 major, 12 minor
            "bars_left": 9,  # unknown, 0, 1, 2, 3, 4-7, 8-15, 16-31, more
            "sounding": self.pitch_rows,
            "struck": self.pitch_rows,
            "ago": lookbacks * self.pitch_rows,
            "next_ago": lookbacks * (2 + self.dt_values),
            "held_ago": lookbacks * (1 + len(self.durations)),
            "pitch_class": PITCH_CLASSES,
            "octave": 11,
            "classes_sounding": PITCH_CLASSES,
        }

    def _table(self, features: set) -> Table:
        first = {}
        rows = 0
        for feature, count in self._feature_rows().items():
            if feature in features and count > 0:
                first[feature] = rows
                rows += count
        return Table(first, rows)

    def pitch_range(self, part: int) -> tuple:
        """The first pitch row of a part, that after its last, and the MIDI pitch of the first."""
        if part == self.drum_part:
            return self.pitch_count, self.pitch_rows, 0
        return 0, self.pitch_count, self.pitch_low

    def pitch_row(self, part: int, pitch: int) -> int:
        first, _, low = self.pitch_range(part)
        return first + pitch - low

    def class_of(self, event: Event, field: str) -> int:
        if field == "pitch":
            return self.pitch_row(event.part, event.pitch)
        return getattr(event, field)


class Context:
    """The events so far, and what the network is told of them: the active rows of each table.

    meters: sorted, the first at tick 0; none: unknown. key: 0 unknown, 1..12 major from C, 13..24
    minor. end: the tick where the piece ends; None: unknown. The engine keeps 24 notes of a chord,
    48 that sound and the last 1024 struck; here there is no limit.
    """

    def __init__(self, vocabulary: Vocabulary, meters=(), key: int = 0, end: Optional[int] = None):
        self.vocabulary = vocabulary
        self.meters = meters
        self.key = key
        self.end = end
        self.previous = Event("start")
        self.tick = 0  # of the previous event
        self.chord = []  # pitch rows struck at `tick` so far
        self.struck = []  # pitch rows struck at the last onset before the chord's
        self.sounding = []  # (tick of the end, pitch row)
        self.history = []  # (onset, pitch row, duration class) of all notes

    def advance(self, event: Event) -> None:
        """Takes in an event that was read or drawn."""
        if event.kind != "end" and not self._is_in_chord(event.dt):
            self.tick += event.dt
            self.struck = self.chord or self.struck
            self.chord = []
            self.sounding = [(end, row) for end, row in self.sounding if end > self.tick]
        self.previous = event
        if event.kind == "note":
            row = self.vocabulary.pitch_row(event.part, event.pitch)
            if row not in self.chord:
                self.chord.append(row)
            self.sounding.append((self.tick + self.vocabulary.durations[event.duration], row))
            self.history.append((self.tick, row, event.duration))

    def input_rows(self) -> list:
        """The active rows of the embedding, after the previous event."""
        event = self.previous
        told = {"kind": [KINDS.index(event.kind)]}
        if event.kind == "rest":
            told["dt"] = [event.dt]
        if event.kind == "note":
            told.update(self._of_event(event))
            if event.part != self.vocabulary.drum_part:
                told["pitch_class"] = [event.pitch % PITCH_CLASSES]
                told["octave"] = [event.pitch // PITCH_CLASSES]
        told.update(self._of_moment(self.tick, self.struck))
        return self._active_rows(self.vocabulary.input_table, told)

    def condition_rows(self, field: str, event: Event) -> list:
        """The active rows of a head's condition; the fields of `event` before it are decided."""
        dt = event.dt if field != "dt" else 0
        tick = self.tick + dt
        struck = self.struck if self._is_in_chord(dt) or not self.chord else self.chord
        told = self._of_event(event)
        told.update(self._of_moment(tick, struck))
        row = self.vocabulary.pitch_row(event.part, event.pitch)
        told["held_ago"] = self._held_ago(tick, row)
        return self._active_rows(self.vocabulary.condition_tables[field], told)

    def allowed(self, field: str, event: Event) -> list:
        """Which classes of a field can follow; the fields of `event` before it are decided."""
        in_chord = self._is_in_chord(event.dt if field != "dt" else 0)
        classes = range(self.vocabulary.classes[field])
        if field == "pitch":
            pitches = self._pitches(event.part, in_chord)
            return [row in pitches for row in classes]
        parts = [len(self._pitches(part, in_chord)) > 0 for part in range(self.vocabulary.parts)]
        if field == "part":
            return parts
        return [field != "dt" or dt > 0 or any(parts) for dt in classes]

    def _pitches(self, part: int, in_chord: bool) -> range:
        """The pitch rows that can follow: in a chord from the highest pitch down, then by part."""
        first, last, low = self.vocabulary.pitch_range(part)
        if in_chord:
            below = self.previous.pitch + (part > self.previous.part)
            last = min(last, first + below - low)
        return range(first, last)

    def _is_in_chord(self, dt: int) -> bool:
        return dt == 0 and self.previous.kind == "note"

    @staticmethod
    def _active_rows(table: Table, told: dict) -> list:
        """The rows of a table for what is told, less the features that it has not."""
        known = [feature for feature in told if feature in table.first]
        return [table.first[feature] + row for feature in known for row in told[feature]]

    def _of_event(self, event: Event) -> dict:
        return {field: [self.vocabulary.class_of(event, field)] for field in FIELDS}

    def _of_moment(self, tick: int, struck: list) -> dict:
        told = {"key": [self.key], "struck": struck}
        told.update(self._position(tick))
        told.update(self._rolls(tick))
        told.update(ago=self._ago(tick), next_ago=self._next_ago())
        return told

    def meter_at(self, tick: int) -> Optional[Meter]:
        begun = [meter for meter in self.meters if meter.tick <= tick]
        return begun[-1] if begun else None

    def _position(self, tick: int) -> dict:
        meter = self.meter_at(tick)
        in_bar = (tick - meter.tick) % meter.bar_ticks if meter else tick
        beat_ticks = meter.beat_ticks if meter else TICKS_PER_QUARTER
        told = {"place": [1 + in_bar % beat_ticks if self.vocabulary.has_grid else 0]}
        told["beat"] = [1 + min(in_bar // beat_ticks, 15) if meter else 0]
        told["bar_beats"] = [min(meter.numerator, 17) if meter else 0]
        told["beat_unit"] = [meter.denominator.bit_length() if meter else 0]
        told["bars_left"] = [0]
        if meter and self.end is not None:
            bars = (self.end - 1 - tick + in_bar) // meter.bar_ticks
            told["bars_left"] = [1 + sum(bars >= bound for bound in (1, 2, 3, 4, 8, 16, 32))]
        return told

    def _rolls(self, tick: int) -> dict:
        v = self.vocabulary
        rows = {row for end, row in self.sounding if end > tick}
        pitches = [v.pitch_low + row for row in rows if row < v.pitch_count]
        return {"sounding": rows, "classes_sounding": {p % PITCH_CLASSES for p in pitches}}

    # The lookbacks: each has rows of its own for what was played so far before the moment.

    def _ticks_ago(self, tick: int) -> list:
        """The moments that lie the lookbacks before `tick`; negative: before the piece."""
        meter = self.meter_at(tick)
        bar_ticks = meter.bar_ticks if meter else 4 * TICKS_PER_QUARTER
        unit = bar_ticks if self.vocabulary.has_grid else 1
        return [tick - lookback * unit for lookback in self.vocabulary.lookbacks]

    def _notes_at(self, tick: int) -> list:
        first = bisect_left(self.history, (tick,))
        return self.history[first:bisect_left(self.history, (tick + 1,))]

    def _ago(self, tick: int) -> list:
        """What was struck then."""
        rows = []
        for k, then in enumerate(self._ticks_ago(tick)):
            struck = groupby(row for _, row, _ in self._notes_at(then))  # two parts on one: once
            rows += [k * self.vocabulary.pitch_rows + row for row, _ in struck]
        return rows

    def _next_ago(self) -> list:
        """How soon the next note came then, less as many of that chord as are struck now."""
        rows = []
        now = len(self._notes_at(self.tick))
        dt_values = self.vocabulary.dt_values
        for k, then in enumerate(self._ticks_ago(self.tick)):
            number = bisect_left(self.history, (then,)) + min(now, len(self._notes_at(then)))
            row = 0  # none known
            if then >= 0 and number < len(self.history):
                row = 1 + min(self.history[number][0] - then, dt_values)
            rows.append(k * (2 + dt_values) + row)
        return rows

    def _held_ago(self, tick: int, row: int) -> list:
        """How long the note of a pitch row was held that was struck then."""
        rows = []
        for k, then in enumerate(self._ticks_ago(tick)):
            held = [1 + duration for _, struck, duration in self._notes_at(then) if struck == row]
            rows.append(k * (1 + len(self.vocabulary.durations)) + (held + [0])[0])
        return rows
