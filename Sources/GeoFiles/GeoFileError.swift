public import Geometry
import Suggestions

/// Why a file could not be read or written: what was found, where, what was expected, what to do.
///
/// `description` is English and `descriptionInChinese` Chinese; GDAL's own message, where there
/// is one, comes last. Passwords of database connections are left out.
public struct GeoFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of thing went wrong, for exit codes and for callers that handle one case.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A file, or a part of it such as a `.shx`, does not exist.
        case missing
        /// The file exists but may not be read.
        case unreadable
        /// The content is cut off or does not follow its format.
        case damaged
        case unknownLayer
        case unknownField
        /// The text names no coordinate reference system, or the data have none.
        case unknownCRS
        case emptyLayer
        /// The content is not what the caller needs: other geometry, repeated identifiers.
        case wrongContent
        /// A database does not answer.
        case unreachableService
        case cannotCreate
        /// The output exists and overwriting was not asked for.
        case exists
        /// The disk is full or a file is locked: the same call may succeed later.
        case tryAgain
    }

    public let kind: Kind
    /// The path as the caller gave it, without a password.
    public let path: String
    public let layer: String?
    /// The number (FID) of the feature at fault, or the first of several.
    public let feature: Int64?
    public let field: String?
    /// What happened and what to do, in English.
    public let sentence: String
    /// What happened and what to do, in Chinese.
    public let sentenceInChinese: String
    /// The message of the library underneath.
    public let cause: String?

    init(
        _ kind: Kind, path: String, layer: String? = nil, feature: Int64? = nil,
        field: String? = nil, cause: String? = nil, english: String, chinese: String
    ) {
        self.kind = kind
        self.path = withoutPassword(path)
        self.layer = layer
        self.feature = feature
        self.field = field
        self.cause = cause.map(withoutPassword)
        sentence = withoutPassword(english)
        sentenceInChinese = withoutPassword(chinese)
    }

    public var description: String {
        guard let cause, !cause.isEmpty else { return sentence }
        return "\(sentence) Cause: \(cause)"
    }

    public var descriptionInChinese: String {
        guard let cause, !cause.isEmpty else { return sentenceInChinese }
        return "\(sentenceInChinese)原因：\(cause)"
    }
}

/// `text` with the value after `password=` (and before `@` in a database URL) replaced by stars.
func withoutPassword(_ text: String) -> String {
    guard text.contains("password=") || text.contains("://") else { return text }
    let named = text.replacing(/password=('[^']*'|[^\s']*)/, with: "password=***")
    return named.replacing(#/(://[^:/@\s]+):[^@\s]+@/#) { "\($0.output.1):***@" }
}

extension GeoFileError {
    static func missing(_ path: String, part: String? = nil) -> GeoFileError {
        if let part {
            return GeoFileError(
                .missing, path: path,
                english: "\"\(path)\" is incomplete: \"\(part)\" is missing. A shapefile needs its "
                    + ".shp, .shx and .dbf side by side; copy the missing part beside it.",
                chinese: "“\(path)”不完整：缺少“\(part)”。Shapefile 需要 .shp、.shx、.dbf 放在一起，请补齐缺失的文件。")
        }
        return GeoFileError(
            .missing, path: path,
            english: "\"\(path)\" does not exist. Check the path.",
            chinese: "“\(path)”不存在，请检查路径。")
    }

    static func unreadable(_ path: String, cause: String? = nil) -> GeoFileError {
        GeoFileError(
            .unreadable, path: path, cause: cause,
            english: "\"\(path)\" cannot be read. Check its permissions.",
            chinese: "“\(path)”无法读取，请检查文件权限。")
    }

    static func damaged(
        _ path: String, layer: String? = nil, feature: Int64? = nil, cause: String?
    ) -> GeoFileError {
        let place = layer.map { ", layer \"\($0)\"" } ?? ""
        let placeInChinese = layer.map { "图层“\($0)”" } ?? ""
        return GeoFileError(
            .damaged, path: path, layer: layer, feature: feature, cause: cause,
            english: "\"\(path)\"\(place) is damaged or not in a format that is known. "
                + "Open it in the program that wrote it, or get a fresh copy.",
            chinese: "“\(path)”\(placeInChinese)已损坏或格式无法识别，请用生成它的软件检查，或重新获取。")
    }

    static func unknownLayer(_ name: String?, in path: String, has layers: [String])
        -> GeoFileError
    {
        let list = layers.map { "\"\($0)\"" }.joined(separator: ", ")
        let listInChinese = layers.map { "“\($0)”" }.joined(separator: "、")
        guard let name else {
            return GeoFileError(
                .unknownLayer, path: path,
                english: "\"\(path)\" has \(layers.count) layers: \(list). Name one with --layer.",
                chinese: "“\(path)”有 \(layers.count) 个图层：\(listInChinese)。请用 --layer 指定一个。")
        }
        return GeoFileError(
            .unknownLayer, path: path, layer: name,
            english: "Layer \"\(name)\" not found in \"\(path)\". It has: \(list). "
                + "Name one of them with --layer.",
            chinese: "“\(path)”中没有图层“\(name)”。现有图层：\(listInChinese)。请用 --layer 指定其中一个。")
    }

    static func unknownField(
        _ name: String, path: String, layer: String, has fields: [String]
    ) -> GeoFileError {
        let list = fields.map { "\"\($0)\"" }.joined(separator: ", ")
        let listInChinese = fields.map { "“\($0)”" }.joined(separator: "、")
        let near = nearest(to: name, in: fields)
        return GeoFileError(
            .unknownField, path: path, layer: layer, field: name,
            english: "Field \"\(name)\" not found in layer \"\(layer)\" of \"\(path)\"."
                + (near.map { " Did you mean \"\($0)\"?" } ?? "")
                + (fields.isEmpty ? " It has no fields." : " It has: \(list)."),
            chinese: "“\(path)”的图层“\(layer)”中没有字段“\(name)”。"
                + (near.map { "是否为“\($0)”？" } ?? "")
                + (fields.isEmpty ? "该图层没有字段。" : "现有字段：\(listInChinese)。"))
    }

    static func unknownCRS(_ text: String, cause: String?) -> GeoFileError {
        GeoFileError(
            .unknownCRS, path: "", cause: cause,
            english: "\"\(text)\" names no coordinate reference system. "
                + "Write it as EPSG:4547, or give its WKT.",
            chinese: "“\(text)”不是可识别的坐标系，请写成 EPSG:4547 的形式，或给出 WKT。")
    }

    /// The error for data without a CRS: what their numbers look like, and how to name the CRS.
    public static func noCRS(path: String, layer: String?, box: BoundingBox?) -> GeoFileError {
        let guess = box.map(guessCRS(of:))
        return GeoFileError(
            .unknownCRS, path: path, layer: layer,
            english: "\"\(path)\" names no coordinate reference system (no .prj?). "
                + (guess.map { $0.description + " " } ?? "")
                + "Pass --assume-crs EPSG:N, or set crs in the job file.",
            chinese: "“\(path)”没有坐标系信息（缺少 .prj？）。"
                + (guess.map { $0.descriptionInChinese } ?? "")
                + "请用 --assume-crs EPSG:N 指定，或在任务文件中写 crs。")
    }

    static func emptyLayer(path: String, layer: String, filter: String?) -> GeoFileError {
        GeoFileError(
            .emptyLayer, path: path, layer: layer,
            english: "Layer \"\(layer)\" of \"\(path)\" has no features"
                + (filter.map { " that satisfy \"\($0)\"" } ?? "") + ". Check the file"
                + (filter == nil ? "." : " and --where."),
            chinese: "“\(path)”的图层“\(layer)”" + (filter.map { "没有满足“\($0)”的要素" } ?? "没有要素")
                + "，请检查文件" + (filter == nil ? "。" : "和 --where 条件。"))
    }

    static func unreachable(_ path: String, cause: String?) -> GeoFileError {
        GeoFileError(
            .unreachableService, path: path, cause: cause,
            english: "The database \"\(path)\" cannot be reached. "
                + "Check host, port, user and password.",
            chinese: "无法连接数据库“\(path)”，请检查主机、端口、用户名和密码。")
    }

    static func exists(_ path: String) -> GeoFileError {
        GeoFileError(
            .exists, path: path,
            english: "\"\(path)\" exists already. Pass --overwrite, or choose another name.",
            chinese: "“\(path)”已存在。如需覆盖请加 --overwrite，或换一个文件名。")
    }

    /// The error for a failed write: a full disk asks for another try, anything else is final.
    static func cannotCreate(_ path: String, cause: String?, errno code: Int32 = 0) -> GeoFileError
    {
        if saysDiskFull(cause) || code == noSpaceLeft || code == quotaExceeded {
            return GeoFileError(
                .tryAgain, path: path, cause: cause,
                english: "\"\(path)\" could not be written: the disk is full. Free some space and "
                    + "run again; nothing half-written was left behind.",
                chinese: "“\(path)”写入失败：磁盘已满。请清理空间后重试；未留下不完整的文件。")
        }
        return GeoFileError(
            .cannotCreate, path: path, cause: cause,
            english: "\"\(path)\" cannot be created. Check that its folder exists and may be "
                + "written to.",
            chinese: "“\(path)”无法创建，请检查所在文件夹是否存在、是否可写。")
    }

    static func wrongContent(
        _ path: String, layer: String? = nil, feature: Int64? = nil, field: String? = nil,
        cause: String? = nil, english: String, chinese: String
    ) -> GeoFileError {
        GeoFileError(
            .wrongContent, path: path, layer: layer, feature: feature, field: field, cause: cause,
            english: english, chinese: chinese)
    }
}
