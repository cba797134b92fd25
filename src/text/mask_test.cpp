#include "text/mask.h"

#include <gtest/gtest.h>

namespace text {
namespace {

struct Masked {
    const char* whole;
    const char* masked;
};

TEST(Mask, ShowsTheSurnameOfAPerson) {
    const Masked examples[] = {
        {"张三", "张*"},       {"刘小溪", "刘**"}, {"刘小溪水", "刘**"}, {"欧阳小溪", "欧阳**"},
        {"诸葛亮", "诸葛*"},   {"欧阳", "欧*"},    {"张", "张*"},        {"阿依古丽·买买提", "阿**"},
        {"John Smith", "J**"}, {"", ""},           {"𠮷田", "𠮷*"},
    };
    for (const auto& example : examples) EXPECT_EQ(mask_person(example.whole), example.masked);
}

TEST(Mask, LeavesOrganisationsAsTheyAre) {
    for (const auto* name :
         {"清溪县市场监督管理局", "清溪小面有限责任公司", "城关镇人民政府", "清溪县人民医院", "清溪中学"}) {
        EXPECT_EQ(mask_name(name), name);
    }
    EXPECT_EQ(mask_name("刘小溪"), "刘**");
    EXPECT_EQ(mask_name("王大局"), "王**") << "a person may be called so";
    EXPECT_EQ(mask_name("李中心"), "李**");
}

TEST(Mask, HidesTheMiddleOfNumbers) {
    EXPECT_EQ(mask_id_number("11010519491231002X"), "110***********002X");
    EXPECT_EQ(mask_id_number("110105491231002"), "110********1002");
    EXPECT_EQ(mask_id_number("1234567"), "1******");
    EXPECT_EQ(mask_phone("13800000000"), "138****0000");
    EXPECT_EQ(mask_phone("0591-87654321"), "0591-****4321");
    EXPECT_EQ(mask_phone(""), "");
    EXPECT_EQ(mask_card("6222021234561234"), "************1234");
    EXPECT_EQ(mask_card("123"), "1**");
}

TEST(Mask, ShowsAnAddressToTheVillageOrStreet) {
    EXPECT_EQ(mask_address("清溪县城关镇东街社区和平路12号3单元"), "清溪县城关镇东街社区***");
    EXPECT_EQ(mask_address("清溪县石桥乡柳树村3组8号"), "清溪县石桥乡柳树村***");
    EXPECT_EQ(mask_address("和平路12号3单元401"), "和平路12号***");
    EXPECT_EQ(mask_address(""), "");
    EXPECT_EQ(mask_email("liu@example.cn"), "l***@example.cn");
    EXPECT_EQ(mask_email("nothing"), "n**");
}

TEST(Mask, NeverShowsMoreThanTheFormsAllow) {
    const std::string number = "999921199001010016";
    EXPECT_EQ(mask_id_number(number).find("19900101"), std::string::npos);
    EXPECT_EQ(mask_person("\xff\xfe").find('\xff'), std::string::npos);
}

}  // namespace
}  // namespace text
