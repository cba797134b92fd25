#include "text/personal_data.h"

#include <gtest/gtest.h>

namespace text {
namespace {

std::string found(std::string_view text) {
    std::string out;
    for (const PersonalHit& hit : find_personal_data(text)) {
        if (!out.empty()) out += "; ";
        out += std::string(personal_kind_word(hit.kind)) + " " + std::string(text.substr(hit.from, hit.size));
    }
    return out;
}

TEST(PersonalData, IsFoundByItsArithmetic) {
    EXPECT_EQ(found("身份证号11010519491231002X。"), "citizen_number 11010519491231002X");
    EXPECT_EQ(found("１１０１０５１９４９１２３１００２ｘ"),
              "citizen_number １１０１０５１９４９１２３１００２ｘ");
    EXPECT_EQ(found("110105 19491231 002X"), "");  // 17 digits in groups and a letter: not how it is written
    EXPECT_EQ(found("110105194912310021"), "");    // wrong check character
    EXPECT_EQ(found("联系13800138000或138-0013-8001"), "mobile 13800138000; mobile 138-0013-8001");
    EXPECT_EQ(found("+8613800138000"), "mobile 8613800138000");
    EXPECT_EQ(found("卡号6222 0212 3456 7890 128"), "bank_card 6222 0212 3456 7890 128");
    EXPECT_EQ(found("卡号4111 1111 1111 1111，户名"), "bank_card 4111 1111 1111 1111");
    EXPECT_EQ(found("编号4111111111111112"), "");
    EXPECT_EQ(found("清政发〔2026〕12号，电话0591-87654321，总投资13800138000000元"), "");
}

TEST(PersonalData, IsAHouseAndNoOffice) {
    EXPECT_EQ(found("住清溪县城关镇人民路18号2单元301室，本人"), "address 清溪县城关镇人民路18号2单元301室");
    EXPECT_EQ(found("地址：清溪县石桥镇青山村3组12号"), "address 清溪县石桥镇青山村3组12号");
    EXPECT_EQ(found("清溪县人民路1号政务服务中心"), "");
    EXPECT_EQ(found("沿人民路向东，第12号文件"), "");
}

TEST(PersonalData, IsMaskedInPlace) {
    EXPECT_EQ(mask_personal_data("张三，13800138000，身份证11010519491231002X"),
              "张三，138****8000，身份证110***********002X");
    EXPECT_EQ(mask_personal_data("没有"), "没有");
}

}  // namespace
}  // namespace text
