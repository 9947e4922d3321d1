/// How the readings of a table are laid out.
public enum ReadingLayout: String, Hashable, Sendable, CaseIterable {
    /// Told from the header.
    case automatic = "auto"
    /// `date, hour, type, 1001A, 1002A, …`: a row an hour and type, a column a station.
    case archive
    /// `id, time, parameter, value`: a row a reading.
    case long
    /// `id, time, <P>, <P>, …`: a row a site and time, a column a parameter.
    case wide
    /// `time, <site>, <site>, …`: a row a time, a column a site, all of one parameter.
    case sites
}

/// Which end of an hour its label names.
public enum HourLabel: String, Hashable, Sendable, CaseIterable {
    /// 16:00 is the mean of 15:00–16:00, as on the national platform.
    case end
    /// 16:00 is the mean of 16:00–17:00; times are moved one hour on when read.
    case start
}

/// What is known of a table before it is read.
public struct ReadingTableOptions: Sendable {
    public var layout: ReadingLayout
    /// The line (row of the sheet) of the header's first row, from 1; `nil` to find it: the first
    /// row with two or more known headings.
    public var headerRow: Int?
    /// The heading of the site column; `nil` to find it (a code before a name).
    public var siteColumn: String?
    /// The heading of the time column; `nil` to find it.
    public var timeColumn: String?
    public var hourLabel: HourLabel
    public var aliases: ParameterAliases
    /// The units of parameters whose headings write none, where they are not the usual ones.
    public var units: [ParameterCode: MeasureUnit]
    /// The parameters to take; `nil` for all known.
    public var parameters: Set<ParameterCode>?
    /// The days to take, whichever end of its hour a label names; `nil` for all.
    public var days: ClosedRange<CivilDay>?
    /// Whether values below 0 of parameters that cannot be negative become readings, for checks of
    /// quality; else they are rejected (`RejectionReason.negative`), so that no statistic sees them.
    public var keepsNegatives: Bool
    /// The name of the sheet that the table stands in; `nil` for text files. In sheets, empty
    /// cells of sites and times are those of merged cells and are filled from above.
    public var sheet: String?
    /// The parameter of all columns, where columns are sites; `nil` to take it from the name of
    /// the sheet, a title or the file's name.
    public var parameter: ParameterCode?
    /// The year of times that write none; `nil` to take it from the name of the sheet, a title,
    /// the file's name, or from when the table was collected.
    public var year: Int?
    /// When the table was collected: times without a year are of the year before, not more than
    /// 180 days after it.
    public var collected: TimeStamp?
    /// When the file was last changed, taken for `collected` where nothing else is known.
    public var modified: TimeStamp?
    /// Whether concentrations are shares of a solid, such as soil: mg/kg instead of mg/L.
    public var areSolids = false
    /// Whether day numbers are counted from 1904-01-01 instead of 1899-12-30.
    public var countsDaysFrom1904 = false

    public init(
        layout: ReadingLayout = .automatic, headerRow: Int? = nil, siteColumn: String? = nil,
        timeColumn: String? = nil, hourLabel: HourLabel = .end,
        aliases: ParameterAliases = .standard, units: [ParameterCode: MeasureUnit] = [:],
        parameters: Set<ParameterCode>? = nil, days: ClosedRange<CivilDay>? = nil,
        keepsNegatives: Bool = false, sheet: String? = nil, parameter: ParameterCode? = nil,
        year: Int? = nil, collected: TimeStamp? = nil, modified: TimeStamp? = nil
    ) {
        self.layout = layout
        self.headerRow = headerRow
        self.siteColumn = siteColumn
        self.timeColumn = timeColumn
        self.hourLabel = hourLabel
        self.aliases = aliases
        self.units = units
        self.parameters = parameters
        self.days = days
        self.keepsNegatives = keepsNegatives
        self.sheet = sheet
        self.parameter = parameter
        self.year = year
        self.collected = collected
        self.modified = modified
    }

    /// The unit that readings of `parameter` are kept in; `nil` for those without one.
    func unit(of parameter: ParameterCode) -> MeasureUnit? {
        let own = parameter.unit
        guard areSolids, own == nil || own?.kind == .massPerVolume else { return own }
        return .milligramsPerKilogram
    }

    /// Whether `unit` measures water or air in a table of solids, or the other way round.
    func isOfOtherMatter(_ unit: MeasureUnit) -> Bool {
        unit.kind == (areSolids ? .massPerVolume : .massPerMass)
    }

    func wants(_ parameter: ParameterCode) -> Bool { parameters?.contains(parameter) ?? true }

    func wants(_ time: TimeStamp) -> Bool {
        guard let days else { return true }
        return days.contains(time.day) || days.contains(time.hourEndingHere.day)
    }

    /// `time` as the end of its hour.
    func labelled(_ time: TimeStamp) -> TimeStamp {
        hourLabel == .end ? time : time.adding(hours: 1)
    }
}
