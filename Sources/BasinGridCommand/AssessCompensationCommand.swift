import ArgumentParser
import BasinGrid

struct AssessCompensationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compensation",
        abstract: "Readings of sections between units → who compensates whom by a scheme.",
        discussion: """
            Example:
              basingrid assess compensation --rules Datasets/compensation/heze-2014.json \\
                --readings Datasets/compensation/water.csv \\
                --sections Datasets/compensation/sections.csv \\
                --period 2026Q1 --totals totals.csv -o ledger.csv

            The scheme is a file; Datasets/compensation has five published ones. What a scheme \
            leaves open is refused until --set gives it. The sections' table says upstream and \
            downstream units (several share equally: 甲县;乙县), target (a class, limits of items, \
            or both: V;COD=50), type, dry and inflow.

            Rows: every section, term, settled month, quarter or year, and item; where several \
            units share, one for each. Columns:
              id name kind           the section, or the unit of a term for whole units
              period edition term item
              samples sampled sources  how many, when, and from which file and line
              measured before target multiple   the figures; multiple: (C − S)/S
              units rate amount      units × rate, after least, most, rounding and sharing
              currency payer payee   0 has none
              note                   why there is no amount, caps, shares
            --totals: id counterpart paid received net currency; every unit, its row with all \
            first; the last row is the whole. What is paid is what is received.
            """)

    @Option(help: ArgumentHelp("The scheme (JSON or YAML).", valueName: "file"))
    var rules: String

    @OptionGroup var samples: SampleOptions

    @Option(
        help: ArgumentHelp(
            "The sections between the units: a layer or a table.", valueName: "path"))
    var sections: String

    @Option(
        help: ArgumentHelp(
            "The whole months to settle: 2026-04, 2026-01..2026-06, 2026, 2026Q1.",
            valueName: "period"))
    var period: String

    @Option(
        help: ArgumentHelp(
            "What terms of change compare with: a period as long, or year (default).",
            valueName: "period"))
    var compare: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A value of a parameter of the scheme, for all, a section or a unit (repeatable).",
            valueName: "name[@place]=value"))
    var choices: [String] = []

    @Option(help: ArgumentHelp("Write what units pay and receive to a table.", valueName: "file"))
    var totals: String?

    @Option(
        help: ArgumentHelp("GB3838-2002, a file, or auto.", valueName: "edition"))
    var standard: String?

    @OptionGroup(title: "Fields of the sections (default: found by their headings)")
    var fields: CompensationFieldOptions
    @OptionGroup(title: "Readings") var form: ReadingOptions
    @OptionGroup(title: "Inputs") var vector: VectorOptions
    @OptionGroup(title: "Everywhere") var common: CommonOptions

    func run() throws {
        var request = CompensationRequest(
            rules: rules, readings: samples.readings, sections: sections, period: period)
        request.comparison = compare
        request.choices = choices
        request.standard = standard
        request.fields = fields.fields
        request.sides = fields.sides
        request.totals = totals
        request.rejects = samples.rejects
        request.interval = samples.interval.interval
        request.form = form.form
        request.reading = vector.readOptions
        request.output = common.output
        try Terminal(options: common).perform(plan: request.plan, run: request.run)
    }
}

/// The fields of a table of sections that compensation needs.
struct CompensationFieldOptions: ParsableArguments {
    @Option(name: .customLong("id-field"), help: ArgumentHelp("Code.", valueName: "field"))
    var id: String?

    @Option(
        name: .customLong("name-field"),
        help: ArgumentHelp("Name, by which readings may know the section.", valueName: "field"))
    var name: String?

    @Option(
        name: .customLong("upstream-field"),
        help: ArgumentHelp("Units that the water comes from.", valueName: "field"))
    var upstream: String?

    @Option(
        name: .customLong("downstream-field"),
        help: ArgumentHelp("Units that the water goes to.", valueName: "field"))
    var downstream: String?

    @Option(
        name: .customLong("target-field"),
        help: ArgumentHelp("Class and limits of items to be met.", valueName: "field"))
    var target: String?

    @Option(
        name: .customLong("type-field"),
        help: ArgumentHelp("Type, which terms may ask for: 饮用水.", valueName: "field"))
    var type: String?

    @Option(
        name: .customLong("dry-field"),
        help: ArgumentHelp("Whether the section is dry (断流).", valueName: "field"))
    var dry: String?

    @Option(
        name: .customLong("inflow-field"),
        help: ArgumentHelp(
            "Code of the section where the water enters the upstream units.", valueName: "field"))
    var inflow: String?

    var fields: SectionFieldNames {
        var fields = SectionFieldNames()
        fields.id = id
        fields.name = name
        fields.target = target
        fields.type = type
        fields.dry = dry
        return fields
    }

    var sides: CompensationFieldNames {
        var sides = CompensationFieldNames()
        sides.upstream = upstream
        sides.downstream = downstream
        sides.inflow = inflow
        return sides
    }
}
