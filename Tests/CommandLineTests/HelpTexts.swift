/// The help texts that users see, whole.
extension HelpTests {
    /// `basingrid --help`
    static let help = #"""
        OVERVIEW: Zone reports from readings: rasters, zone statistics, hotspots, river
        classes.

        区域环境报告：由监测数据得到栅格、分区统计、热点网格、河流水质类别与报告。

        Start with:
          basingrid demo
          basingrid check Datasets/taiyuan/job.yaml
          basingrid run Datasets/taiyuan/job.yaml -o out

        USAGE: basingrid <subcommand>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        SUBCOMMANDS:
          run                     Run a job: read all inputs, write rasters, tables,
                                  GeoPackage and report.
          check                   Read every input of a job and list all that is wrong;
                                  write nothing.
          inspect                 Say what a dataset is: layers, CRS, encoding, fields,
                                  extent, faults, time span.
          interpolate             Stations → raster: inverse distance, kriging, natural
                                  neighbours.
          series                  Stations and readings → a value and its error for
                                  every zone and time.
          grid                    Zones → the cells of a fishnet, with the share of
                                  each in every zone.
          hotspots                Hotspot cells from a raster or stations: ranked,
                                  significant, emerging.
          zonal                   Rasters × zones → statistics, with the exact share of
                                  every cell.
          zonal merge             Partial results of zonal → the table of one run, byte
                                  for byte.
          overlay                 Zones × grid → a saved overlay; two zone layers → km²
                                  crosswise.
          rivers                  River networks: faults, places, sections, tracing,
                                  values along the water.
          assess                  Readings → what the standards say, per site, zone and
                                  period.
          convert                 Between formats, encodings and CRS, with GCJ-02 and
                                  BD-09.
          demo                    Run the job of Datasets/taiyuan and say what to look
                                  at.

          See 'basingrid help <subcommand>' for detailed help.

        """#

    /// `basingrid check --help`
    static let checkHelp = #"""
        OVERVIEW: Read every input of a job and list all that is wrong; write nothing.

        Example:
          basingrid check Datasets/taiyuan/job.yaml

        Each line names the file, layer, feature or line, what was found, what was
        expected and how to mend it. Exit code 65 when the job could not run.

        USAGE: basingrid check [<options>] <job.yaml>

        ARGUMENTS:
          <job.yaml>              The job file.

        INPUTS:
          --layer <name>          Layer to read (default: the only one).
          --where <filter>        Attribute filter (OGR SQL), such as "CITY = '太原市'".
          --encoding <name>       Text encoding (default: found; strict UTF-8, then
                                  GB18030).
          --assume-crs <EPSG:n>   CRS of inputs that name none.

        EVERYWHERE:
          -o, --output <path>     Where the result goes; the format follows the
                                  extension. '-': standard output.
          --overwrite             Replace an existing output.
          --threads <n>           Threads that work at once (default: all cores).
          --memory <size>         Peak memory to stay under, such as 512MiB. (default:
                                  1GiB)
          --lang <zh|en>          Language of messages and reports: zh or en (default:
                                  messages from the locale, reports Chinese). (values:
                                  zh, en)
          --dry-run               Validate everything, say what would be done, write
                                  nothing.
          --progress <bar|json|none>
                                  Progress on standard error: bar (on a terminal), json
                                  (one object a line) or none. (values: bar, json, none)
          --json                  Print one JSON object that says what was done.
          --bom                   Begin CSV with a byte order mark, for Excel.
          -q, --quiet             Print errors only.
          -v, --verbose           Print every message.

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.


        """#

    /// `basingrid zonal --help`
    static let zonalHelp = #"""
        OVERVIEW: Rasters × zones → statistics, with the exact share of every cell.

        Example:
          basingrid zonal --raster out/rasters/PM2.5_mean_2026-04.tif \
            --zones Datasets/taiyuan/counties.shp --id-field CODE \
            --include-field NAME --stats mean,p90,valid_share -o zones.csv

        Statistics, over the values x of valid cells, their coverage c and weight w:
          count               Σc, in cells
          sum mean            Σcx; sum ÷ count
          min max range       of cells that are covered at all; max − min
          variance stdev cv   Σc(x − mean)² ÷ count; √variance; stdev ÷ mean
          median pNN          the smallest x with NN % of count at or below it;
                              pNN is any percentile (p90, p99.5)
          mode minority       the value with the most and the least coverage
          variety             how many different values
          min_x … max_y       centre of the first cell with the min or max
          frac                for every class a column frac_VALUE: its share
          share>LIMIT         share of the cells above a limit
          circular_mean       mean direction of degrees, 0 … 360
          weighted_mean       Σcwx ÷ Σcw; also weighted_sum, weighted_variance,
                              weighted_stdev: with --weights
          area_km2            area of the zone on the ellipsoid
          valid_share         count ÷ the zone's area in cells
        A zone without valid cells has count 0 and empty statistics. All of it
        with formulas and examples: "Zonal statistics", linked from README.md.

        USAGE: basingrid zonal <options>

        INPUTS:
          --layer <name>          Layer to read (default: the only one).
          --where <filter>        Attribute filter (OGR SQL), such as "CITY = '太原市'".
          --encoding <name>       Text encoding (default: found; strict UTF-8, then
                                  GB18030).
          --assume-crs <EPSG:n>   CRS of inputs that name none.

        EVERYWHERE:
          -o, --output <path>     Where the result goes; the format follows the
                                  extension. '-': standard output.
          --overwrite             Replace an existing output.
          --threads <n>           Threads that work at once (default: all cores).
          --memory <size>         Peak memory to stay under, such as 512MiB. (default:
                                  1GiB)
          --lang <zh|en>          Language of messages and reports: zh or en (default:
                                  messages from the locale, reports Chinese). (values:
                                  zh, en)
          --dry-run               Validate everything, say what would be done, write
                                  nothing.
          --progress <bar|json|none>
                                  Progress on standard error: bar (on a terminal), json
                                  (one object a line) or none. (values: bar, json, none)
          --json                  Print one JSON object that says what was done.
          --bom                   Begin CSV with a byte order mark, for Excel.
          -q, --quiet             Print errors only.
          -v, --verbose           Print every message.

        OPTIONS:
          --raster <path[:band]>  A raster (repeatable).
          --zones <path>          The zones.
          --id-field <field>      Field with the zone's code.
          --include-field <field> A field to carry over (repeatable).
          --stats <list>          Statistics, separated by commas. (default:
                                  count,mean,min,max)
          --coverage <fraction|center|touched>
                                  What a zone has of a cell: its exact fraction; the
                                  whole cell if it has the centre; the whole cell if it
                                  touches it (default: fraction). (values: fraction,
                                  center, touched)
          --weights <raster|area> Weights of weighted statistics: a raster, or 'area'
                                  for the area of every cell (km²).
          --quantile-definition <inverse-cdf|linear>
                                  How median and percentiles are defined. (values:
                                  inverse-cdf, linear; default: inverse-cdf)
          --overlay <file>        A saved overlay of the zones, from overlay build;
                                  --zones may be left out.
          --long                  One row a zone, raster and statistic.
          --partial <file>        Write a partial result for zonal merge, instead of a
                                  table.
          --part <i/n>            Compute part I of N only, with --partial.
          --part-by <zones|rows>  What --part shares out. (values: zones, rows;
                                  default: zones)
          --version               Show the version.
          -h, --help              Show help information.


        """#
}
