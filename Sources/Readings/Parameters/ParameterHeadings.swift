/// Headings of readings beside the codes themselves; upper and lower case, spaces and full-width
/// characters make no difference, and units are taken off before.
///
/// Sources: GB 3095 and GB 3838-2002 table 1 for the names; the headings of the national releases
/// and of bureau tables for the others.
let parameterHeadings: [(ParameterCode, [String])] = [
    (.so2, ["二氧化硫", "二氧化硫(SO2)", "SO2浓度"]),
    (.no2, ["二氧化氮", "二氧化氮(NO2)", "NO2浓度"]),
    (.co, ["一氧化碳", "一氧化碳(CO)", "CO浓度"]),
    (.o3, ["臭氧", "臭氧(O3)", "臭氧1小时", "臭氧(1小时)", "O3_1h", "O3-1h", "O3浓度"]),
    (
        .o3EightHours,
        [
            "O3_8h", "O3-8h", "O3(8h)", "O38h", "臭氧8小时", "臭氧(8小时)", "臭氧-8h", "臭氧8h",
            "日最大8小时", "臭氧日最大8小时", "臭氧日最大8小时滑动平均", "O3_8h_24h", "O3日最大8小时",
        ]
    ),
    (.pm10, ["可吸入颗粒物", "可吸入颗粒物(PM10)", "颗粒物(PM10)", "PM10浓度", "PM_10"]),
    (
        .pm25,
        [
            "PM2_5", "PM25", "细颗粒物", "细颗粒物(PM2.5)", "颗粒物(PM2.5)", "PM2.5浓度", "PM_2.5",
        ]
    ),
    (.aqi, ["空气质量指数", "空气质量指数(AQI)", "AQI指数"]),
    (.temperature, ["水温", "水温度", "WT"]),
    (.ph, ["pH", "pH值", "酸碱度"]),
    (.dissolvedOxygen, ["溶解氧", "溶解氧(DO)", "RJY"]),
    (
        .permanganateIndex,
        ["高锰酸盐指数", "高锰酸盐", "高锰酸盐指数(CODMn)", "CODMn", "COD-Mn", "IMN", "高指"]
    ),
    (
        .chemicalOxygenDemand,
        ["化学需氧量", "化学需氧量(COD)", "化学需氧量(CODCr)", "CODCr", "COD-Cr"]
    ),
    (
        .biochemicalOxygenDemand,
        ["五日生化需氧量", "生化需氧量", "五日生化需氧量(BOD5)", "BOD", "BOD-5", "五日生化"]
    ),
    (.ammonia, ["氨氮", "氨氮(NH3-N)", "NH3-N", "NH4-N", "NH3_N", "NH4N", "氨氮(以N计)"]),
    (.totalPhosphorus, ["总磷", "总磷(以P计)", "总磷(TP)", "总磷(TP,以P计)"]),
    (
        .totalNitrogen,
        ["总氮", "总氮(以N计)", "总氮(湖、库,以N计)", "总氮(湖库,以N计)", "总氮(湖、库)", "总氮(TN)"]
    ),
    (.copper, ["铜", "铜(Cu)", "总铜"]),
    (.zinc, ["锌", "锌(Zn)", "总锌"]),
    (.fluoride, ["氟化物", "氟化物(以F-计)", "氟化物(以F⁻计)", "氟化物(F-)", "氟离子"]),
    (.selenium, ["硒", "硒(Se)", "总硒"]),
    (.arsenic, ["砷", "砷(As)", "总砷"]),
    (.mercury, ["汞", "汞(Hg)", "总汞"]),
    (.cadmium, ["镉", "镉(Cd)", "总镉"]),
    (
        .hexavalentChromium,
        ["铬(六价)", "六价铬", "铬(六价)(Cr6+)", "六价铬(Cr6+)", "Cr6+", "Cr(VI)", "Cr+6"]
    ),
    (.lead, ["铅", "铅(Pb)", "总铅"]),
    (.cyanide, ["氰化物", "总氰化物", "氰化物(CN-)"]),
    (.volatilePhenols, ["挥发酚", "挥发性酚", "挥发酚类"]),
    (.petroleum, ["石油类", "石油"]),
    (.surfactants, ["阴离子表面活性剂", "阴离子表面活性剂(LAS)", "阴离子洗涤剂"]),
    (.sulphide, ["硫化物", "硫化物(S2-)"]),
    (.faecalColiforms, ["粪大肠菌群", "粪大肠菌群数", "粪大肠杆菌"]),
    (.conductivity, ["电导率"]),
    (.turbidity, ["浊度", "浑浊度"]),
    (.chlorophyllA, ["叶绿素α", "叶绿素a", "叶绿素", "叶绿素-a", "Chl-a", "Chl_a"]),
    (.algae, ["藻密度", "藻类密度", "藻细胞密度"]),
    (.transparency, ["透明度", "透明度(SD)"]),
]

/// Headings of columns that are not readings.
let placeHeadings: [(PlaceColumn, [String])] = [
    (
        .code,
        [
            "站点编号", "站点编码", "站点代码", "点位编号", "点位编码", "点位代码", "监测点编码", "监测点编号",
            "断面编码", "断面代码", "断面编号", "测点编码", "测点编号", "编码", "编号", "代码", "station_code",
            "station_id", "stationcode", "stationid", "site_code", "site_id", "code", "id",
        ]
    ),
    (
        .name,
        [
            "站点名称", "站点", "站名", "监测点名称", "监测点", "监测点位", "点位名称", "点位", "断面名称", "断面",
            "测点名称", "测点", "监测断面", "station", "station_name", "site", "site_name", "name",
        ]
    ),
    (.longitude, ["经度", "东经", "lon", "lng", "longitude", "x"]),
    (.latitude, ["纬度", "北纬", "lat", "latitude", "y"]),
    (.province, ["省份", "省", "省级行政区"]),
    (.city, ["城市", "城市名称", "所在城市", "地市", "city"]),
    (.county, ["区县", "县区", "县(市、区)", "区县名称", "county"]),
    (.basin, ["流域", "流域名称", "所属流域"]),
    (.river, ["河流名称", "河流", "水体名称", "所在水体", "水体"]),
    (
        .time,
        [
            "时间", "监测时间", "采样时间", "日期", "监测日期", "采样日期", "数据时间", "timepoint", "time",
            "datetime", "date", "监测月份",
        ]
    ),
    (.year, ["年", "年份", "year"]),
    (.month, ["月", "月份", "month"]),
    (.day, ["日", "day"]),
    (.hour, ["小时", "时", "时刻", "hour"]),
    (
        .parameter,
        ["parameter", "item", "pollutant", "监测项目", "监测因子", "项目", "污染物", "指标", "因子", "参数"]
    ),
    (.value, ["value", "监测值", "浓度", "数值", "值", "监测结果", "结果", "浓度值"]),
    (.type, ["type"]),
    (.remark, ["备注", "说明", "站点情况", "remark", "remarks", "note", "comment"]),
    (
        .category,
        ["水质类别", "类别", "本月类别", "空气质量类别", "空气质量状况", "现状类别"]
    ),
    (.target, ["目标水质", "水质目标", "考核目标", "目标类别"]),
    (.primary, ["首要污染物", "primary_pollutant"]),
]
