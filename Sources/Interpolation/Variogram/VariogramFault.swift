/// What is wrong with a variogram, its text or what it is to be made from.
public enum VariogramFault: Hashable, Sendable {
    /// The text holds no model.
    case textEmpty
    /// A name that no model has.
    case modelUnknown(String)
    /// A key that a model's text does not know, or one without a value.
    case keyUnknown(model: VariogramModel.Kind, key: String)
    /// A key stands twice.
    case keyRepeated(model: VariogramModel.Kind, key: String)
    /// A key that the model needs is absent.
    case keyMissing(model: VariogramModel.Kind, key: String)
    /// A value that is no number.
    case numberUnreadable(key: String, text: String)
    /// An anisotropy that is not `ANGLE:RATIO`.
    case anisotropyUnreadable(String)
    case sillNegative(model: VariogramModel.Kind, value: Double)
    case rangeNotPositive(model: VariogramModel.Kind, value: Double)
    case kappaOutOfRange(Double, largest: Double)
    case anisotropyOutOfRange(angle: Double, ratio: Double)
    /// The cutoff in metres is not a positive, finite number.
    case cutoffNotPositive(Double)
    /// The width of a class in metres is not a positive, finite number.
    case classWidthNotPositive(Double)
    /// Fewer than one class was asked for.
    case classCountNotPositive(Int)
}

extension VariogramFault: CustomStringConvertible {
    private static var models: String {
        VariogramModel.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The fault in English.
    public var description: String {
        switch self {
        case .textEmpty:
            "The variogram is empty. Write for example spherical,nugget=4,psill=90,range=60000, or "
                + "auto."
        case .modelUnknown(let name):
            "The variogram model \"\(name)\" is unknown. Use one of \(Self.models), or auto."
        case .keyUnknown(let model, let key):
            "\"\(key)\" is not understood in the variogram's \(model.rawValue) structure. Use "
                + "nugget=, psill=, range=, anisotropy=ANGLE:RATIO, and kappa= for matern."
        case .keyRepeated(let model, let key):
            "\(key)= stands twice in the variogram's \(model.rawValue) structure. Leave one."
        case .keyMissing(let model, let key):
            "The variogram's \(model.rawValue) structure has no \(key)=. Add it."
        case .numberUnreadable(let key, let text):
            "The variogram's \(key) is \"\(text)\", expected a number."
        case .anisotropyUnreadable(let text):
            "The variogram's anisotropy is \"\(text)\", expected ANGLE:RATIO, for example 30:0.5: "
                + "degrees clockwise from north, and minor over major range."
        case .sillNegative(let model, let value):
            "The sill of the variogram's \(model.rawValue) structure is \(value), expected 0 or "
                + "more."
        case .rangeNotPositive(let model, let value):
            "The range of the variogram's \(model.rawValue) structure is \(value) m, expected a "
                + "number above 0."
        case .kappaOutOfRange(let value, let largest):
            "The variogram's kappa is \(value), expected a number above 0 and up to \(largest). "
                + "Use gaussian for smoother fields."
        case .anisotropyOutOfRange(let angle, let ratio):
            "The variogram's anisotropy has angle \(angle) and ratio \(ratio), expected a finite "
                + "angle and a ratio above 0 and up to 1 (minor over major range)."
        case .cutoffNotPositive(let value):
            "The variogram's cutoff is \(value) m, expected a number above 0. Leave it out for a "
                + "third of the extent's diagonal."
        case .classWidthNotPositive(let value):
            "The width of the variogram's classes is \(value) m, expected a number above 0. Leave "
                + "it out for a fifteenth of the cutoff."
        case .classCountNotPositive(let count):
            "The variogram is to have \(count) classes, expected 1 or more. Use 15 when in doubt."
        }
    }

    /// The fault in Chinese.
    public var descriptionInChinese: String {
        switch self {
        case .textEmpty:
            "变异函数为空。请写成 spherical,nugget=4,psill=90,range=60000 的形式，或用 auto。"
        case .modelUnknown(let name):
            "变异函数模型“\(name)”未知。请用 \(Self.models) 之一，或用 auto。"
        case .keyUnknown(let model, let key):
            "变异函数 \(model.rawValue) 结构中的“\(key)”无法识别。可用 nugget=、psill=、range=、"
                + "anisotropy=角度:比值，matern 另有 kappa=。"
        case .keyRepeated(let model, let key):
            "变异函数 \(model.rawValue) 结构中 \(key)= 出现两次，请只保留一个。"
        case .keyMissing(let model, let key):
            "变异函数 \(model.rawValue) 结构缺少 \(key)=，请补上。"
        case .numberUnreadable(let key, let text):
            "变异函数的 \(key) 为“\(text)”，应为数字。"
        case .anisotropyUnreadable(let text):
            "变异函数的各向异性为“\(text)”，应写成 角度:比值，例如 30:0.5"
                + "（自北顺时针的角度，短轴与长轴变程之比）。"
        case .sillNegative(let model, let value):
            "变异函数 \(model.rawValue) 结构的基台值为 \(value)，应不小于 0。"
        case .rangeNotPositive(let model, let value):
            "变异函数 \(model.rawValue) 结构的变程为 \(value) 米，应大于 0。"
        case .kappaOutOfRange(let value, let largest):
            "变异函数的 kappa 为 \(value)，应大于 0 且不超过 \(largest)。更光滑的场请用 gaussian。"
        case .anisotropyOutOfRange(let angle, let ratio):
            "变异函数的各向异性角度为 \(angle)、比值为 \(ratio)，角度应为有限数，"
                + "比值应大于 0 且不超过 1（短轴与长轴变程之比）。"
        case .cutoffNotPositive(let value):
            "变异函数的最大距离为 \(value) 米，应大于 0。不填则取范围对角线的三分之一。"
        case .classWidthNotPositive(let value):
            "变异函数的分组宽度为 \(value) 米，应大于 0。不填则取最大距离的十五分之一。"
        case .classCountNotPositive(let count):
            "变异函数的分组数为 \(count)，应不小于 1。不确定时请用 15。"
        }
    }
}
