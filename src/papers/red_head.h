#pragma once
// The fixed lines of an official document (GB/T 9704: 发文机关标志 发文字号 签发人 标题 主送 署名 成文日期
// 附注 抄送 印发) found in its text. It says which line is what; it never guesses a value that is not
// written.

#include "calendar/instant.h"

#include <optional>
#include <string>
#include <vector>

namespace papers {

struct RedHead {
    std::string copy_number;      // 份号
    std::string secrecy;          // 密级 as it stands: such a file is never taken in
    std::string urgency;          // 紧急程度
    std::string issuer_mark;      // 发文机关标志
    std::string document_number;  // 发文字号, in its written form
    std::string signer;           // 签发人
    std::string title;
    std::string addressees;  // 主送
    std::string signature;   // 署名
    std::string date_text;   // 成文日期 as it stands
    std::optional<calendar::Date> formed_on;
    std::string note;       // 附注, without its brackets
    std::string attribute;  // open, on_request, partial, closed: read from the note and nowhere else
    std::string copies_to;  // 抄送
    std::string printed;    // 印发
};

// `used` tells for each line whether it belongs to the head or the foot and is no part of what is published:
// the addressees, the signature and the date stay in the text.
struct RedHeadFound {
    RedHead head;
    std::vector<bool> used;
};
RedHeadFound find_red_head(const std::vector<std::string>& lines);

// 2026年3月2日, 二〇二六年三月二日, 2026-03-02, 2026.3.2, alone in the line.
std::optional<calendar::Date> date_of_line(std::string_view line);

}  // namespace papers
