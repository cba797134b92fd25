#pragma once
// Readings that a table of single characters gets wrong: words common in county business, characters whose
// usual reading here is another, and surnames. Sorted by character, so that a word is found by bisection.

#include <string_view>

namespace text {

struct Reading {
    std::u32string_view word;
    std::string_view syllables;  // one for each character, spaces between
};

// clang-format off
constexpr Reading kWordReadings[] = {
    {U"\u4e0d\u4e86", "bu liao"}, {U"\u4e13\u957f", "zhuan chang"},  // 不了 专长
    {U"\u4e1c\u963f", "dong e"}, {U"\u4e2d\u957f\u671f", "zhong chang qi"},  // 东阿 中长期
    {U"\u4e50\u4ead", "lao ting"}, {U"\u4e50\u5668", "yue qi"},  // 乐亭 乐器
    {U"\u4e50\u56e2", "yue tuan"}, {U"\u4e50\u6e05", "yue qing"},  // 乐团 乐清
    {U"\u4e50\u961f", "yue dui"}, {U"\u4e86\u7ed3", "liao jie"},  // 乐队 了结
    {U"\u4e86\u89e3", "liao jie"}, {U"\u4e95\u9649", "jing xing"},  // 了解 井陉
    {U"\u4eb3\u5dde", "bo zhou"}, {U"\u4eba\u53c2", "ren shen"},  // 亳州 人参
    {U"\u4ec0\u4e48", "shen me"}, {U"\u4f1a\u8ba1", "kuai ji"},  // 什么 会计
    {U"\u4f20\u8bb0", "zhuan ji"}, {U"\u4f9b\u7ed9", "gong ji"},  // 传记 供给
    {U"\u4f9b\u8840", "gong xue"}, {U"\u4fbf\u5b9c", "pian yi"},  // 供血 便宜
    {U"\u501f\u8c03", "jie diao"}, {U"\u515a\u53c2", "dang shen"},  // 借调 党参
    {U"\u516c\u5dee", "gong chai"}, {U"\u516d\u5b89", "lu an"},  // 公差 六安
    {U"\u5173\u5361", "guan qia"}, {U"\u519c\u884c", "nong hang"},  // 关卡 农行
    {U"\u51fa\u5dee", "chu chai"}, {U"\u51fd\u8c03", "han diao"},  // 出差 函调
    {U"\u5206\u884c", "fen hang"}, {U"\u524a\u51cf", "xue jian"},  // 分行 削减
    {U"\u5265\u593a", "bo duo"}, {U"\u52d2\u7d22", "le suo"},  // 剥夺 勒索
    {U"\u52fe\u5f53", "gou dang"}, {U"\u5355\u53bf", "shan xian"},  // 勾当 单县
    {U"\u53a6\u95e8", "xia men"}, {U"\u53c2\u5dee", "cen ci"},  // 厦门 参差
    {U"\u53c2\u6570", "can shu"}, {U"\u53cc\u91cd", "shuang chong"},  // 参数 双重
    {U"\u53cd\u7701", "fan xing"}, {U"\u53d1\u7ed9", "fa gei"},  // 反省 发给
    {U"\u541e\u6ca1", "tun mo"}, {U"\u5426\u51b3", "fou jue"},  // 吞没 否决
    {U"\u547c\u5401", "hu yu"}, {U"\u5546\u884c", "shang hang"},  // 呼吁 商行
    {U"\u56e4\u79ef", "tun ji"}, {U"\u58f0\u4e50", "sheng yue"},  // 囤积 声乐
    {U"\u5904\u7406", "chu li"}, {U"\u5916\u8c03", "wai diao"},  // 处理 外调
    {U"\u591a\u91cd", "duo chong"}, {U"\u591a\u957f", "duo chang"},  // 多重 多长
    {U"\u5927\u57ce", "dai cheng"}, {U"\u5927\u592b", "dai fu"},  // 大城 大夫
    {U"\u5929\u53f0", "tian tai"}, {U"\u592e\u884c", "yang hang"},  // 天台 央行
    {U"\u5947\u6570", "ji shu"}, {U"\u5a04\u70e6", "lou fan"},  // 奇数 娄烦
    {U"\u5b9a\u90fd", "ding du"}, {U"\u5b9d\u85cf", "bao zang"},  // 定都 宝藏
    {U"\u5ba1\u6821", "shen jiao"}, {U"\u5bf9\u79f0", "dui chen"},  // 审校 对称
    {U"\u5c09\u7281", "yu li"}, {U"\u5dee\u522b", "cha bie"},  // 尉犁 差别
    {U"\u5dee\u65c5", "chai lv"}, {U"\u5e94\u5f53", "ying dang"},  // 差旅 应当
    {U"\u5ef6\u957f", "yan chang"}, {U"\u5f39\u6027", "tan xing"},  // 延长 弹性
    {U"\u5f3a\u8c03", "qiang diao"}, {U"\u603b\u884c", "zong hang"},  // 强调 总行
    {U"\u6210\u90fd", "cheng du"}, {U"\u6267\u884c\u957f", "zhi xing zhang"},  // 成都 执行长
    {U"\u62bd\u8c03", "chou diao"}, {U"\u63d0\u9632", "di fang"},  // 抽调 提防
    {U"\u6512\u94b1", "zan qian"}, {U"\u652f\u884c", "zhi hang"},  // 攒钱 支行
    {U"\u6570\u636e", "shu ju"}, {U"\u65f6\u957f", "shi chang"},  // 数据 时长
    {U"\u66b4\u9732", "bao lu"}, {U"\u66dd\u5149", "bao guang"},  // 暴露 曝光
    {U"\u66f2\u961c", "qu fu"}, {U"\u6700\u957f", "zui chang"},  // 曲阜 最长
    {U"\u671d\u9633\u533a", "chao yang qu"}, {U"\u679e\u9633", "zong yang"},  // 朝阳区 枞阳
    {U"\u6807\u7684", "biao di"}, {U"\u6821\u51c6", "jiao zhun"},  // 标的 校准
    {U"\u6821\u5bf9", "jiao dui"}, {U"\u6821\u6b63", "jiao zheng"},  // 校对 校正
    {U"\u6821\u9a8c", "jiao yan"}, {U"\u6838\u5bf9", "he dui"},  // 校验 核对
    {U"\u6a21\u5177", "mu ju"}, {U"\u6a21\u677f", "mu ban"},  // 模具 模板
    {U"\u6a21\u6837", "mu yang"}, {U"\u6b59\u53bf", "she xian"},  // 模样 歙县
    {U"\u6c89\u6ca1", "chen mo"}, {U"\u6ca1\u6536", "mo shou"},  // 沉没 没收
    {U"\u6cc4\u9732", "xie lou"}, {U"\u6d2a\u6d1e", "hong tong"},  // 泄露 洪洞
    {U"\u6d5a\u53bf", "xun xian"}, {U"\u6d77\u53c2", "hai shen"},  // 浚县 海参
    {U"\u6df9\u6ca1", "yan mo"}, {U"\u6e11\u6c60", "mian chi"},  // 淹没 渑池
    {U"\u6e56\u6cca", "hu po"}, {U"\u7267\u755c", "mu xu"},  // 湖泊 牧畜
    {U"\u7279\u957f", "te chang"}, {U"\u7387\u5148", "shuai xian"},  // 特长 率先
    {U"\u7387\u9886", "shuai ling"}, {U"\u755c\u4ea7", "xu chan"},  // 率领 畜产
    {U"\u755c\u517b", "xu yang"}, {U"\u755c\u7267", "xu mu"},  // 畜养 畜牧
    {U"\u756a\u79ba", "pan yu"}, {U"\u7684\u786e", "di que"},  // 番禺 的确
    {U"\u76ee\u7684", "mu di"}, {U"\u7740\u529b", "zhuo li"},  // 目的 着力
    {U"\u7740\u706b", "zhao huo"}, {U"\u7740\u88c5", "zhuo zhuang"},  // 着火 着装
    {U"\u7740\u91cd", "zhuo zhong"}, {U"\u77f3\u6599", "shi liao"},  // 着重 石料
    {U"\u79f0\u804c", "chen zhi"}, {U"\u7e41\u5cd9", "fan shi"},  // 称职 繁峙
    {U"\u7ed9\u4e88", "ji yu"}, {U"\u7ed9\u4ed8", "ji fu"},  // 给予 给付
    {U"\u7ed9\u6c34", "ji shui"}, {U"\u81ea\u4f20", "zi zhuan"},  // 给水 自传
    {U"\u81ea\u7ed9", "zi ji"}, {U"\u8365\u9633", "xing yang"},  // 自给 荥阳
    {U"\u8398\u53bf", "shen xian"}, {U"\u851a\u53bf", "yu xian"},  // 莘县 蔚县
    {U"\u8584\u5f31", "bo ruo"}, {U"\u8584\u8377", "bo he"},  // 薄弱 薄荷
    {U"\u85cf\u533b", "zang yi"}, {U"\u85cf\u65cf", "zang zu"},  // 藏医 藏族
    {U"\u85cf\u836f", "zang yao"}, {U"\u868c\u57e0", "beng bu"},  // 藏药 蚌埠
    {U"\u8840\u6db2", "xue ye"}, {U"\u8840\u7ad9", "xue zhan"},  // 血液 血站
    {U"\u884c\u4e1a", "hang ye"}, {U"\u884c\u60c5", "hang qing"},  // 行业 行情
    {U"\u884c\u957f", "hang zhang"}, {U"\u8865\u7ed9", "bu ji"},  // 行长 补给
    {U"\u8868\u7387", "biao shuai"}, {U"\u897f\u85cf", "xi zang"},  // 表率 西藏
    {U"\u89d2\u8272", "jue se"}, {U"\u8c03\u4ee4", "diao ling"},  // 角色 调令
    {U"\u8c03\u4efb", "diao ren"}, {U"\u8c03\u5165", "diao ru"},  // 调任 调入
    {U"\u8c03\u51fa", "diao chu"}, {U"\u8c03\u52a8", "diao dong"},  // 调出 调动
    {U"\u8c03\u53d6", "diao qu"}, {U"\u8c03\u5ea6", "diao du"},  // 调取 调度
    {U"\u8c03\u62e8", "diao bo"}, {U"\u8c03\u67e5", "diao cha"},  // 调拨 调查
    {U"\u8c03\u6863", "diao dang"}, {U"\u8c03\u7528", "diao yong"},  // 调档 调用
    {U"\u8c03\u7814", "diao yan"}, {U"\u8c03\u79bb", "diao li"},  // 调研 调离
    {U"\u8c03\u9605", "diao yue"}, {U"\u8d22\u4f1a", "cai kuai"},  // 调阅 财会
    {U"\u8d85\u957f", "chao chang"}, {U"\u8fd8\u4e0d", "hai bu"},  // 超长 还不
    {U"\u8fd8\u4f1a", "hai hui"}, {U"\u8fd8\u53ef", "hai ke"},  // 还会 还可
    {U"\u8fd8\u662f", "hai shi"}, {U"\u8fd8\u6709", "hai you"},  // 还是 还有
    {U"\u8fd8\u6ca1", "hai mei"}, {U"\u8fd8\u80fd", "hai neng"},  // 还没 还能
    {U"\u8fd8\u8981", "hai yao"}, {U"\u8fd8\u9700", "hai xu"},  // 还要 还需
    {U"\u9009\u8c03", "xuan diao"}, {U"\u90fd\u5e02", "du shi"},  // 选调 都市
    {U"\u90fd\u6c5f\u5830", "du jiang yan"}, {U"\u91cd\u529e", "chong ban"},  // 都江堰 重办
    {U"\u91cd\u542f", "chong qi"}, {U"\u91cd\u590d", "chong fu"},  // 重启 重复
    {U"\u91cd\u5ba1", "chong shen"}, {U"\u91cd\u5e86", "chong qing"},  // 重审 重庆
    {U"\u91cd\u5efa", "chong jian"}, {U"\u91cd\u65b0", "chong xin"},  // 重建 重新
    {U"\u91cd\u6765", "chong lai"}, {U"\u91cd\u7ec4", "chong zu"},  // 重来 重组
    {U"\u91cd\u9633", "chong yang"}, {U"\u94c5\u5c71", "yan shan"},  // 重阳 铅山
    {U"\u94f6\u884c", "yin hang"}, {U"\u957f\u4e50", "chang le"},  // 银行 长乐
    {U"\u957f\u5047", "chang jia"}, {U"\u957f\u57ce", "chang cheng"},  // 长假 长城
    {U"\u957f\u5b89", "chang an"}, {U"\u957f\u5bff", "chang shou"},  // 长安 长寿
    {U"\u957f\u5ea6", "chang du"}, {U"\u957f\u6548", "chang xiao"},  // 长度 长效
    {U"\u957f\u6625", "chang chun"}, {U"\u957f\u671f", "chang qi"},  // 长春 长期
    {U"\u957f\u6797", "chang lin"}, {U"\u957f\u6c5f", "chang jiang"},  // 长林 长江
    {U"\u957f\u6c99", "chang sha"}, {U"\u957f\u8005", "zhang zhe"},  // 长沙 长者
    {U"\u957f\u8fdc", "chang yuan"}, {U"\u957f\u9014", "chang tu"},  // 长远 长途
    {U"\u957f\u9752", "chang qing"}, {U"\u963f\u80f6", "e jiao"},  // 长青 阿胶
    {U"\u9732\u5929", "lu tian"}, {U"\u9752\u85cf", "qing zang"},  // 露天 青藏
    {U"\u97f3\u4e50", "yin yue"}, {U"\u9996\u90fd", "shou du"},  // 音乐 首都
};

constexpr Reading kCharacterReadings[] = {
    {U"\u4e86", "le"}, {U"\u4f20", "chuan"}, {U"\u4f3c", "si"},  // 了 传 似
    {U"\u4f5b", "fo"}, {U"\u52d2", "le"}, {U"\u5355", "dan"},  // 佛 勒 单
    {U"\u53c2", "can"}, {U"\u548c", "he"}, {U"\u5730", "di"},  // 参 和 地
    {U"\u5dee", "cha"}, {U"\u7387", "lv"}, {U"\u7684", "de"},  // 差 率 的
    {U"\u7740", "zhe"}, {U"\u7ed9", "gei"}, {U"\u8457", "zhu"},  // 着 给 著
    {U"\u8584", "bo"}, {U"\u884c", "xing"}, {U"\u89e3", "jie"},  // 薄 行 解
    {U"\u8c01", "shui"}, {U"\u8c03", "tiao"}, {U"\u8fd8", "huan"},  // 谁 调 还
    {U"\u90fd", "dou"}, {U"\u91cd", "zhong"}, {U"\u957f", "zhang"},  // 都 重 长
};

constexpr Reading kSurnameReadings[] = {
    {U"\u4e07\u4fdf", "mo qi"}, {U"\u4e50", "yue"}, {U"\u4ec7", "qiu"},  // 万俟 乐 仇
    {U"\u4ec9", "zhang"}, {U"\u4ee4\u72d0", "ling hu"}, {U"\u4efb", "ren"},  // 仉 令狐 任
    {U"\u4f74", "nai"}, {U"\u51bc", "xian"}, {U"\u533a", "ou"},  // 佴 冼 区
    {U"\u534e", "hua"}, {U"\u5355", "shan"}, {U"\u5355\u4e8e", "chan yu"},  // 华 单 单于
    {U"\u53e5", "gou"}, {U"\u53ec", "shao"}, {U"\u5458", "yun"},  // 句 召 员
    {U"\u5459", "guo"}, {U"\u5b81", "ning"}, {U"\u5bbf", "su"},  // 呙 宁 宿
    {U"\u5c09\u8fdf", "yu chi"}, {U"\u5c39", "yin"}, {U"\u6298", "she"},  // 尉迟 尹 折
    {U"\u6492", "sa"}, {U"\u665f", "cheng"}, {U"\u66fe", "zeng"},  // 撒 晟 曾
    {U"\u6734", "piao"}, {U"\u67e5", "zha"}, {U"\u6d17", "xian"},  // 朴 查 洗
    {U"\u6fb9\u53f0", "tan tai"}, {U"\u71d5", "yan"}, {U"\u725f", "mou"},  // 澹台 燕 牟
    {U"\u76d6", "ge"}, {U"\u79cd", "chong"}, {U"\u79d8", "bi"},  // 盖 种 秘
    {U"\u7e41", "po"}, {U"\u7f2a", "miao"}, {U"\u7fdf", "zhai"},  // 繁 缪 翟
    {U"\u80fd", "nai"}, {U"\u845b", "ge"}, {U"\u8584", "bo"},  // 能 葛 薄
    {U"\u8983", "qin"}, {U"\u89e3", "xie"}, {U"\u9004", "pang"},  // 覃 解 逄
    {U"\u90a3", "na"}, {U"\u90c7", "xun"}, {U"\u957f\u5b59", "zhang sun"},  // 那 郇 长孙
    {U"\u9697", "wei"}, {U"\u9ed1", "he"},  // 隗 黑
};

// In the given name of a person.
constexpr Reading kGivenNameReadings[] = {
    {U"\u957f", "chang"},  // 长
};
// clang-format on

}  // namespace text
