"""Whole processes on named cores: seconds, CPU seconds and peak memory as the kernel has them."""
import ast
import os
import statistics
import subprocess
import sys
import tempfile

ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
                                     "RAYON_NUM_THREADS", "GDAL_NUM_THREADS",
                                     "NUMBA_NUM_THREADS")}

# A child's peak memory begins with its parent's size at the fork; so a small process, which imports
# next to nothing, starts what is measured and says how it went.
LAUNCHER = """
import os, signal, sys, time
cores, limit, *command = sys.argv[1:]
start = time.perf_counter()
child = os.posix_spawnp("taskset", ["taskset", "-c", cores] + command, os.environ)
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm(int(limit))
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
os.write(3, repr((os.waitstatus_to_exitcode(status), seconds, usage.ru_utime, usage.ru_stime,
                  usage.ru_maxrss)).encode())
"""


def run(command, cores, limit):
    """Seconds, CPU seconds and peak MB of a process pinned to `cores`; or why there are none."""
    with tempfile.TemporaryFile() as log:
        reader, writer = os.pipe()
        # The launcher writes its figures to descriptor 3.
        launch = ["/bin/sh", "-c", f'exec 3>&{writer}; exec "$@"', "sh", sys.executable, "-I", "-S",
                  "-c", LAUNCHER, cores, str(int(limit))]
        process = subprocess.Popen(launch + command, stdout=log, stderr=log, pass_fds=(writer,),
                                   env=os.environ | ONE_THREAD)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            text = pipe.read().decode()
        process.wait()
        log.seek(0)
        tail = log.read().decode("utf-8", "replace").strip()[-400:]
    if not text:
        return {"failed": f"could not be started: {tail}"}
    code, seconds, user, system, kilobytes = ast.literal_eval(text)
    if code != 0:
        is_late = seconds >= int(limit)
        return {"failed": f"more than {limit:g} s" if is_late else f"exit {code}: {tail}"}
    return {"wall_s": seconds, "user_s": user, "system_s": system,
            "peak_mb": kilobytes * 1024 / 1e6}


class Contender:
    """A command that is run again and again. `times`: how often, where not in every round."""

    def __init__(self, name, command, out, cores, times=None):
        self.name, self.command, self.out, self.cores = name, command, out, cores
        self.times, self.runs, self.failure = times, [], None

    def run(self, limit):
        done = run(self.command, self.cores, limit)
        if "failed" in done:
            self.failure = done["failed"]
        else:
            self.runs.append(done)

    def figures(self):
        """Medians of the runs, the largest of their peaks."""
        if self.failure:
            return {"failed": self.failure}
        result = {key: round(statistics.median(run[key] for run in self.runs), 4)
                  for key in ("wall_s", "user_s", "system_s")}
        return result | {"peak_mb": round(max(run["peak_mb"] for run in self.runs), 1),
                         "runs_wall_s": [round(run["wall_s"], 4) for run in self.runs]}


def rounds(contenders, repeat, limit):
    """Each round runs every contender once and begins with another one."""
    for number in range(repeat):
        first = number % len(contenders)
        for contender in contenders[first:] + contenders[:first]:
            is_done = len(contender.runs) >= (contender.times or repeat)
            if not contender.failure and not is_done:
                contender.run(limit)


def warm(path):
    """Reads a file, so that the first run does not pay for the disk."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass
