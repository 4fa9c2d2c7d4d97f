"""A fresh process: `cold.py import MODULE` or `cold.py call CONTENDER`; prints milliseconds and memory.

Memory is VmHWM, which belongs to this program alone: getrusage's figure is inherited from the parent.
"""

import sys
import time


def peak_kib():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def main():
    what, name = sys.argv[1:]
    # A process that did nothing yet: what every Python program costs.
    bare, wall, cpu = peak_kib(), time.perf_counter(), time.process_time()
    if what == "import":
        __import__(name)
    else:
        module, _, maker = name.partition(":")
        getattr(__import__(module), maker)().fetch()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(wall * 1e3, cpu * 1e3, (peak_kib() - bare) / 1024)


if __name__ == "__main__":
    main()
