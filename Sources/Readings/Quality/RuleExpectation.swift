/// What stands at a key of a file of rules.
public enum RuleFinding: Hashable, Sendable {
    case notJSON
    case nothing
    case unknownKey
    case value(String)
}

/// What a file of rules should have at a key.
public enum RuleExpectation: Hashable, Sendable {
    case value, object, list, text, truth, day, pair
    /// A decimal as text.
    case decimal
    case above0
    case atLeast(String)
    /// A unit that can be converted to this one.
    case unit(String)
    /// One of these keys.
    case keys([String])
}

extension RuleFinding {
    var description: String {
        switch self {
        case .notJSON: "the file is not JSON"
        case .nothing: "the key is missing"
        case .unknownKey: "the key is not known"
        case .value(let text): "found \(text)"
        }
    }

    var descriptionInChinese: String {
        switch self {
        case .notJSON: "文件不是JSON"
        case .nothing: "缺少该键"
        case .unknownKey: "该键无法识别"
        case .value(let text): "写的是\(text)"
        }
    }
}

extension RuleExpectation {
    var description: String {
        switch self {
        case .value: "a value"
        case .object: "an object {…}"
        case .list: "a list […]"
        case .text: "a text"
        case .truth: "true or false"
        case .day: "a date such as \"2026-03-01\""
        case .pair: "two parameters, the part and the whole"
        case .decimal: "a decimal as text, such as \"0.6\""
        case .above0: "a decimal above 0, as text"
        case .atLeast(let least): "a number of at least \(least)"
        case .unit(let unit): "a unit that converts to \(unit)"
        case .keys(let keys): "one of \(keys.joined(separator: ", "))"
        }
    }

    var descriptionInChinese: String {
        switch self {
        case .value: "一个值"
        case .object: "对象{…}"
        case .list: "列表[…]"
        case .text: "文本"
        case .truth: "true或false"
        case .day: "日期,如\"2026-03-01\""
        case .pair: "两个项目:部分与总体"
        case .decimal: "以文本书写的小数,如\"0.6\""
        case .above0: "大于0的小数(文本)"
        case .atLeast(let least): "不小于\(least)的数"
        case .unit(let unit): "可换算为\(unit)的单位"
        case .keys(let keys): "\(keys.joined(separator: "、"))之一"
        }
    }
}
