#pragma once
// Words by which masking tells a person from a body, and where an address stops being personal.

#include <string_view>

namespace text {

// clang-format off
// Surnames of two characters that are still common.
constexpr std::u32string_view kDoubleSurnames[] = {
    U"\u6b27\u9633", U"\u53f8\u9a6c", U"\u4e0a\u5b98", U"\u8bf8\u845b",  // 欧阳 司马 上官 诸葛
    U"\u4e1c\u65b9", U"\u7687\u752b", U"\u5c09\u8fdf", U"\u516c\u5b59",  // 东方 皇甫 尉迟 公孙
    U"\u53f8\u5f92", U"\u590f\u4faf", U"\u4ee4\u72d0", U"\u6155\u5bb9",  // 司徒 夏侯 令狐 慕容
    U"\u5b87\u6587", U"\u957f\u5b59", U"\u53f8\u7a7a", U"\u7aef\u6728",  // 宇文 长孙 司空 端木
    U"\u72ec\u5b64", U"\u5357\u5bab", U"\u547c\u5ef6", U"\u62d3\u8dcb",  // 独孤 南宫 呼延 拓跋
    U"\u4e07\u4fdf", U"\u6fb9\u53f0",  // 万俟 澹台
};

// Last words of the names of bodies and firms.
constexpr std::u32string_view kBodyEndings[] = {
    U"\u516c\u53f8", U"\u5c40", U"\u4e2d\u5fc3", U"\u59d4\u5458\u4f1a",  // 公司 局 中心 委员会
    U"\u653f\u5e9c", U"\u5408\u4f5c\u793e", U"\u5382", U"\u5e97",  // 政府 合作社 厂 店
    U"\u5b66\u6821", U"\u5c0f\u5b66", U"\u4e2d\u5b66", U"\u5927\u5b66",  // 学校 小学 中学 大学
    U"\u533b\u9662", U"\u536b\u751f\u9662", U"\u529e\u516c\u5ba4",  // 医院 卫生院 办公室
    U"\u534f\u4f1a", U"\u94f6\u884c", U"\u4fe1\u7528\u793e",  // 协会 银行 信用社
    U"\u4e8b\u52a1\u6240", U"\u6d3e\u51fa\u6240", U"\u6d88\u9632\u961f",  // 事务所 派出所 消防队
    U"\u5e7c\u513f\u56ed", U"\u519c\u573a", U"\u6797\u573a",  // 幼儿园 农场 林场
    U"\u96c6\u56e2", U"\u9662", U"\u7ad9", U"\u90e8", U"\u5546\u884c",  // 集团 院 站 部 商行
    U"\u57fa\u91d1\u4f1a", U"\u6751\u59d4\u4f1a", U"\u5c45\u59d4\u4f1a",  // 基金会 村委会 居委会
};

// Last words of the part of an address that may be shown.
constexpr std::u32string_view kPlaceEndings[] = {
    U"\u6751", U"\u8857\u9053", U"\u793e\u533a", U"\u9547", U"\u4e61",  // 村 街道 社区 镇 乡
};
// clang-format on

}  // namespace text
