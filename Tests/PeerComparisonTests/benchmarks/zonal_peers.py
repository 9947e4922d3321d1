"""Zonal statistics as a user waits for them: the tool and its peers by turns, whole processes.

    python zonal_peers.py --make LAYER --data DIR             makes the inputs from a county layer
    python zonal_peers.py --tool PATH --data DIR --out FILE   measures

README.md says what is measured and what the inputs look like.
"""
import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import subprocess
import sys
import time

import rasterio

import inputs
from agreement import agreement, same_bytes
from inputs import COUNTIES, DEFLATED, LARGE, say
from peers import PEERS, STATISTICS
from processes import ONE_THREAD, Contender, rounds, warm

HERE = os.path.dirname(os.path.abspath(__file__))
ONE, TWO = "basingrid, 1 core", "basingrid, 2 cores"
PACKAGES = ("exactextract", "extractrs", "rasterstats", "geopandas", "pyogrio", "rasterio",
            "shapely", "numpy")


class Bench:
    """Runs cases and keeps what they gave."""

    def __init__(self, options):
        self.options = options
        self.tool, self.data = os.path.abspath(options.tool), os.path.abspath(options.data)
        self.made = os.path.join(self.data, "made")
        os.makedirs(self.made, exist_ok=True)
        self.results, self.notes = [], []
        self.cores = sorted(os.sched_getaffinity(0))[:2]
        if len(self.cores) < 2:
            self.notes.append("one core only: no figures for two")
        self.peers = [peer.__name__ for peer, package in PEERS.items()
                      if self.is_wanted(peer.__name__, package)]

    def is_wanted(self, name, package):
        if name in self.options.skip.split(","):
            self.notes.append(f"{name} was skipped")
            return False
        if importlib.util.find_spec(package) is None:
            self.notes.append(f"{name} is not installed: left out")
            return False
        return name != "exactextract_by_raster" or self.options.both_strategies

    def path(self, name):
        return os.path.join(self.data, name)

    def has(self, *names):
        missing = [name for name in names if not os.path.exists(self.path(name))]
        if missing:
            self.notes.append("missing in the data folder: " + ", ".join(missing))
        return not missing

    def public(self, text):
        """Without the places of this machine."""
        for place, name in ((self.data, "DATA"), (self.tool, "basingrid"), (HERE, "Tests/PeerComparisonTests/benchmarks"),
                            (sys.executable, "python"), (sys.prefix, "python")):
            text = text.replace(place, name)
        return text

    # Contenders.

    def tools(self, label, rasters, zones, overlay=None):
        """The tool on one core and, with two threads, on two."""
        source = ["--zones", zones, "--id-field", "zone_id"]
        arguments = [word for raster in rasters for word in ("--raster", raster)]
        arguments += ["--overlay", overlay] if overlay else source
        arguments += ["--stats", ",".join(STATISTICS), "--overwrite", "--quiet"]
        found = []
        for threads in range(1, len(self.cores) + 1):
            out = os.path.join(self.made, f"{label}-{threads}.csv")
            command = [self.tool, "zonal"] + arguments + ["-o", out, "--threads", str(threads)]
            cores = ",".join(map(str, self.cores[:threads]))
            found.append(Contender(ONE if threads == 1 else TWO, command, out, cores))
        return found

    def others(self, label, rasters, zones, names=None, times=None):
        """The peers of `names`, by default those that work and are not slow."""
        found = []
        for name in self.peers:
            if name not in (names or set(self.peers) - {"rasterstats", "imports", "extractrs_kernels"}):
                continue
            out = os.path.join(self.made, f"{label}-{name}.csv")
            command = [sys.executable, os.path.join(HERE, "peers.py"), name, zones, out] + rasters
            often = 1 if name == "rasterstats" else times or self.options.peer_repeat
            found.append(Contender(name, command, out, str(self.cores[0]), often))
        return found

    # Measuring.

    def measure(self, case, what, contenders, files, prefixes=("",), extra=None):
        say(f"{case}: {what}")
        for path in files:
            warm(path)
        rounds(contenders, self.options.repeat, self.options.limit)
        figures = {contender.name: contender.figures() for contender in contenders}
        for contender in contenders:
            figures[contender.name]["command"] = self.public(" ".join(contender.command))
            if contender.failure:
                figures[contender.name]["failed"] = self.public(contender.failure)
        result = {"case": case, "what": what, "contenders": figures} | ratios(figures)
        result |= extra or {}
        outs = {contender.name: contender.out for contender in contenders if contender.runs}
        if {ONE, "exactextract"} <= outs.keys():
            result["agreement_with_exactextract"] = agreement(
                outs[ONE], outs["exactextract"], prefixes, STATISTICS)
        if {ONE, TWO} <= outs.keys():
            result["same_bytes_on_two_cores"] = same_bytes(outs[ONE], outs[TWO])
        self.note_waits(case, figures)
        self.results.append(result)
        show(result)
        return result

    def note_waits(self, case, figures):
        """A pinned process that waits for more than a seventh of its time shares its core."""
        for name, found in figures.items():
            if name == TWO or "failed" in found:
                continue
            wall, work = found["wall_s"], found["user_s"] + found["system_s"]
            if wall > 1.15 * work + 0.05:
                self.notes.append(f"{case}, {name}: {wall:.2f} s, of which {work:.2f} s computing:"
                                  " others used the core, or the disk was slow")


def ratios(figures):
    """Medians of the others ÷ the tool's on one core: of wall and of user time."""
    base = figures.get(ONE, {"failed": ""})
    result = {"wall_ratios": {}, "user_ratios": {}}
    for name, found in figures.items():
        if name == ONE or "failed" in found or "failed" in base:
            continue
        result["wall_ratios"][name] = round(found["wall_s"] / base["wall_s"], 3)
        result["user_ratios"][name] = round(found["user_s"] / base["user_s"], 3)
    return result


# Cases.

def size_of(path):
    with rasterio.open(path) as file:
        return f"{file.width} × {file.height} {file.dtypes[0]}", tuple(file.bounds)


def large(bench):
    """Uncompressed, exact coverage; also what the start of Python takes."""
    if bench.has(LARGE, COUNTIES):
        raster, zones = bench.path(LARGE), bench.path(COUNTIES)
        contenders = bench.tools("large", [raster], zones)
        contenders += bench.others(
            "large", [raster], zones, set(bench.peers) - {"rasterstats", "extractrs_kernels"})
        bench.measure("large raster", f"{size_of(raster)[0]} × the counties", contenders,
                      [raster, zones])


def deflated(bench):
    """A raster that must be inflated; rasterstats counts cell centres, once."""
    if bench.has(DEFLATED, COUNTIES):
        raster, zones = bench.path(DEFLATED), bench.path(COUNTIES)
        contenders = bench.tools("deflated", [raster], zones)
        contenders += bench.others(
            "deflated", [raster], zones, set(bench.peers) - {"imports", "extractrs_kernels"})
        bench.measure("deflated raster", f"{size_of(raster)[0]}, DEFLATE, × the counties",
                      contenders, [raster, zones])


def saved(bench):
    """One overlay, many rasters on its grid."""
    if not bench.has(LARGE, COUNTIES):
        return
    zones, like = bench.path(COUNTIES), bench.path(LARGE)
    overlay = os.path.join(bench.made, "counties.bgo")
    command = [bench.tool, "overlay", "build", "--zones", zones, "--id-field", "zone_id", "--like",
               like, "-o", overlay, "--overwrite", "--quiet", "--threads", "1"]
    build = Contender(ONE, command, overlay, str(bench.cores[0]))
    result = bench.measure("overlay build", "the counties on the large raster's grid", [build],
                           [zones, like])
    if build.failure:
        bench.notes.append("overlay build failed: nothing was measured with a saved overlay")
        return
    result["file_mb"] = round(os.path.getsize(overlay) / 1e6, 1)
    rasters = inputs.months(like, bench.made, bench.options.rasters)
    one = bench.tools("saved-one", rasters[:1], zones, overlay)
    one += bench.others("saved-one", rasters[:1], zones, ["exactextract", "floor"])
    single = bench.measure("saved overlay, 1 raster",
                           "the large raster with the overlay from its file", one,
                           rasters[:1] + [overlay, zones])
    count = len(rasters)
    names = [os.path.splitext(os.path.basename(path))[0] + "_" for path in rasters]
    every = bench.tools("saved", rasters, zones, overlay)
    every += bench.others("saved", rasters, zones)
    several = bench.measure(f"saved overlay, {count} rasters", f"{count} rasters in one command",
                            every, rasters + [overlay, zones], names if count > 1 else ("",))
    if count > 1:
        more = {name: (several["contenders"][name]["wall_s"] - found["wall_s"]) / (count - 1)
                for name, found in single["contenders"].items()
                if "wall_s" in found and "wall_s" in several["contenders"].get(name, {})}
        bench.results.append({"case": "saved overlay, a raster more",
                              "seconds": {name: round(value, 4) for name, value in more.items()},
                              "ratio_to_reading": round(more[ONE] / more["floor"], 3)
                              if ONE in more and "floor" in more else None})
        say(f"a raster more: {bench.results[-1]}")


def scaling(bench):
    """Five to forty thousand zones that tile the large raster."""
    if not bench.has(LARGE):
        return
    raster, times = bench.path(LARGE), []
    for thousands in bench.options.zones:
        count = int(thousands * 1000)
        zones, vertices = inputs.tiling(bench.made, count, size_of(raster)[1])
        label = f"tiling-{count}"
        contenders = bench.tools(label, [raster], zones)
        contenders += bench.others(label, [raster], zones, ["exactextract", "floor"], 1)
        result = bench.measure(f"{thousands:g} thousand zones", "the large raster × a tiling",
                               contenders, [raster, zones],
                               extra={"zones": count, "vertices": vertices})
        times.append((thousands, result["contenders"][ONE].get("wall_s")))
    steps = [{"from_thousand": a, "to_thousand": b, "wall_ratio": round(y / x, 3),
              "wall_s_a_thousand_more": round((y - x) / (b - a), 5)}
             for (a, x), (b, y) in zip(times, times[1:]) if x and y]
    bench.results.append({"case": "scaling", "what": "the tool on one core", "steps": steps})


def kernels(bench):
    """Coverage and six statistics of what is in memory already: no files, no start."""
    benchmarks = os.path.join(os.path.dirname(bench.tool), "BasinGridBenchmarks")
    if not bench.has(LARGE, COUNTIES) or not os.path.exists(benchmarks):
        bench.notes.append("kernels: BasinGridBenchmarks is not built beside the tool: left out")
        return
    raster, zones = bench.path(LARGE), bench.path(COUNTIES)
    core = ["taskset", "-c", str(bench.cores[0])]
    environment = os.environ | {"BASINGRID_BENCH_ZONES": zones, "BASINGRID_BENCH_RASTER": raster}
    done = subprocess.run(core + [benchmarks, "Coverage and six statistics of files"], check=True,
                          capture_output=True, text=True, env=environment)
    ours = json.loads(done.stdout)["median_s"]
    result = {"case": "kernels", "what": "coverage and six statistics of files in memory, one core",
              "seconds": {ONE: round(ours, 4)}, "wall_ratios": {}}
    if bench.is_wanted("extractrs_kernels", "extractrs"):
        out = os.path.join(bench.made, "kernels-extractrs.txt")
        subprocess.run(core + [sys.executable, os.path.join(HERE, "peers.py"), "extractrs_kernels",
                               zones, out, raster], check=True, env=os.environ | ONE_THREAD)
        with open(out, encoding="utf-8") as file:
            theirs = float(file.read())
        result["seconds"]["extractrs"] = round(theirs, 4)
        result["wall_ratios"]["extractrs"] = round(theirs / ours, 3)
    bench.results.append(result)
    say(f"kernels: {result['seconds']}, ratios {result['wall_ratios']}")


CASES = {"large": large, "deflated": deflated, "saved": saved, "scaling": scaling,
         "kernels": kernels}


# The machine, and what is said.

def show(result):
    for name, found in result["contenders"].items():
        if "failed" in found:
            say(f"    {name:22} failed: {found['failed'][-160:]}")
            continue
        line = f"    {name:22} {found['wall_s']:9.3f} s  {found['peak_mb']:8.1f} MB"
        if name in result["wall_ratios"]:
            line += (f"  {result['wall_ratios'][name]:8.2f} × the tool's time, "
                     f"{result['user_ratios'][name]:.2f} × its user time")
        say(line)
    agreed = result.get("agreement_with_exactextract", {"statistics": {}})
    for name, entry in agreed["statistics"].items():
        say(f"    {name:22} {entry['compared']} values, apart by {entry['largest_relative']:.2g}")


def machine():
    cpu = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            cpu = next(line.split(":", 1)[1].strip() for line in file
                       if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"cpu": cpu, "cores": os.cpu_count(), "memory_gb": round(memory / 1e9, 1),
            "system": platform.system(), "load_at_start": round(os.getloadavg()[0], 2)}


def versions(tool):
    found = {"python": platform.python_version(), "gdal of rasterio": rasterio.__gdal_version__}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = None
    done = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True)
    return found | {"basingrid": done.stdout.strip()}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", required=True, help="folder of the inputs; DATA/made is ours")
    parser.add_argument("--make", metavar="LAYER", help="make the inputs from a county layer")
    parser.add_argument("--extent", type=float, nargs=4, default=[73, 18, 135, 54],
                        metavar=("WEST", "SOUTH", "EAST", "NORTH"), help="of rasters made")
    parser.add_argument("--tool", help="the built basingrid")
    parser.add_argument("--out", help="results, as JSON")
    parser.add_argument("--cases", default=",".join(CASES), help="of " + ", ".join(CASES))
    parser.add_argument("--repeat", type=int, default=5, help="rounds")
    parser.add_argument("--peer-repeat", type=int, help="runs of a peer, where fewer")
    parser.add_argument("--zones", default="5,10,20,40", help="thousands, for the scaling")
    parser.add_argument("--rasters", type=int, default=12, help="for the saved overlay")
    parser.add_argument("--skip", default="", help="peers to leave out")
    parser.add_argument("--both-strategies", action="store_true",
                        help="exactextract raster by raster too")
    parser.add_argument("--limit", type=float, default=900, help="seconds a process may take")
    options = parser.parse_args()
    options.zones = [float(text) for text in options.zones.split(",")]
    unknown = set(options.cases.split(",")) - set(CASES)
    if unknown:
        parser.error(f"no case {', '.join(sorted(unknown))}; there are {', '.join(CASES)}")
    if not options.make and not (options.tool and options.out):
        parser.error("give --tool and --out, or --make")
    return options


def main():
    options = arguments()
    if options.make:
        inputs.make(options.data, options.make, options.extent)
    if not options.tool:
        return
    bench = Bench(options)
    report = {"machine": machine(), "versions": versions(bench.tool), "repeat": options.repeat,
              "statistics": STATISTICS, "started": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
    os.makedirs(os.path.dirname(os.path.abspath(options.out)), exist_ok=True)
    for name in options.cases.split(","):
        CASES[name](bench)
        # After every case, so that an interrupted run leaves what it has.
        with open(options.out + ".part", "w", encoding="utf-8") as file:
            found = {"cases": bench.results, "notes": bench.notes,
                     "load_at_end": round(os.getloadavg()[0], 2)}
            json.dump(report | found, file, indent=1, ensure_ascii=False)
            file.write("\n")
        os.replace(options.out + ".part", options.out)
    for note in bench.notes:
        say(note)


if __name__ == "__main__":
    main()
