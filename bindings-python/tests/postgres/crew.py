"""Four workers, one of them killed at a random moment again and again."""

from __future__ import annotations

import json
import os
import random
import selectors
import subprocess
import sys
import time
from collections import Counter, deque
from pathlib import Path
from typing import Any

WORKERS = 4
#: Four minutes of the library's time: by then it has looked three times for what may have been sent.
QUIET = 6.0
FOLDER = Path(__file__).parents[2]


class Crew:
    """Hands out payments until each has ended; each `twice`-th begins at two workers at once, as when
    a customer clicks twice."""

    def __init__(self, told: dict[str, Any], op_ids: list[str], kills: int, twice: int, seed: int) -> None:
        self._told, self._kills = told, kills
        #: Every other worker is of this kind, where one is told: a command of Node's.
        self._others: list[str] = told.get("others", [])
        self._hired = 0
        self._random = random.Random(seed)
        self._random.shuffle(op_ids)
        self._queue = deque([(op_id, _copies(op_id, place, twice)) for place, op_id in enumerate(op_ids)])
        self._left = set(op_ids)
        self._again: list[tuple[float, str]] = []
        self._hands: dict[subprocess.Popen[str], str | None] = {}
        self._watch = selectors.DefaultSelector()
        self.said: dict[str, str] = {}
        self.last: dict[str, str] = {}
        self.contradictions: list[str] = []
        self.killed = 0
        self._until_kill = self._random.randint(1, 9)

    def run(self, seconds: float) -> set[str]:
        """What has not ended by then, or when nothing has ended for a while: what was stored but never
        sent is looked for during a day."""
        end = time.monotonic() + seconds
        self._stir()
        for _ in range(WORKERS):
            self._hire()
        try:
            while self._left and time.monotonic() < end and not self._is_quiet():
                for key, _ in self._watch.select(0.02):
                    self._heard(key.data)
                now = time.monotonic()
                self._queue.extend([(op, 1) for due, op in self._again if due <= now])
                self._again = [(due, op) for due, op in self._again if due > now]
                self._hand_out()
                if self.killed < self._kills and self._until_kill <= 0:
                    time.sleep(self._random.uniform(0, 0.02))
                    self._kill()
        finally:
            for worker in list(self._hands):
                self._dismiss(worker)
        return self._left

    def _stir(self) -> None:
        self._news = time.monotonic()
        self._looks: Counter[str] = Counter()

    def _is_quiet(self) -> bool:
        """Everything that is left has been looked at three times since something happened."""
        enough = all(self._looks[op_id] >= 3 for op_id in self._left)
        return enough and time.monotonic() > self._news + QUIET

    def _hire(self) -> None:
        self._hired += 1
        program = self._others if self._others and self._hired % 2 else [sys.executable, "-m", "tests.postgres.worker"]
        command = [*program, json.dumps(self._told)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        path = os.pathsep.join([str(FOLDER), os.environ.get("PYTHONPATH", "")])
        around = os.environ | {"PYTHONPATH": path}
        worker = subprocess.Popen(command, text=True, cwd=FOLDER, env=around, **pipes)
        self._hands[worker] = "starting"
        self._watch.register(worker.stdout, selectors.EVENT_READ, worker)

    def _heard(self, worker: subprocess.Popen[str]) -> None:
        line = worker.stdout.readline()
        assert line, f"a worker ended by itself at {self._hands[worker]}"
        told = json.loads(line)
        self._hands[worker] = None
        if "op_id" not in told:
            return
        op_id, says = told["op_id"], told["says"]
        self._looks[op_id] += 1
        self._until_kill -= 1
        if op_id not in self.last:
            self._stir()
        self.last[op_id] = says
        # A single request never finds out more; a flow does.
        open_end = says == "unknown" and not op_id.startswith("call")
        if says in ("waiting", "busy") or open_end or '"unknown"' in says:
            self._again.append((time.monotonic() + self._random.uniform(0.05, 0.4), op_id))
            return
        if self.said.setdefault(op_id, says) != says:
            self.contradictions.append(f"{op_id}: {self.said[op_id]}, then {says}")
        if op_id in self._left:
            self._left.remove(op_id)
            self._stir()

    def _hand_out(self) -> None:
        idle = [worker for worker, at in self._hands.items() if at is None]
        while self._queue and len(idle) >= self._queue[0][1]:
            op_id, copies = self._queue.popleft()
            if op_id not in self._left:
                continue
            for worker in [idle.pop() for _ in range(copies)]:
                self._hands[worker] = op_id
                worker.stdin.write(op_id + "\n")
                worker.stdin.flush()

    def _kill(self) -> None:
        busy = [worker for worker, at in self._hands.items() if at not in (None, "starting")]
        if not busy:
            return
        worker = self._random.choice(busy)
        op_id = self._hands[worker]
        worker.kill()
        self._dismiss(worker)
        self.killed += 1
        # What it had said before it died counts; what it was at is somebody else's now.
        self._queue.appendleft((op_id, 1))
        self._hire()
        self._until_kill = self._random.randint(1, 9)
        self._stir()

    def _dismiss(self, worker: subprocess.Popen[str]) -> None:
        self._watch.unregister(worker.stdout)
        del self._hands[worker]
        worker.stdin.close()
        worker.stdout.close()
        worker.kill()
        worker.wait(10)


def _copies(op_id: str, place: int, twice: int) -> int:
    """A single request begun twice is rightly told unknown while the first is under way."""
    return 2 if place % twice == 0 and not op_id.startswith("call") else 1
