#pragma once
// Masked forms for lists, notices and queues: the default everywhere; revealing needs a reason and leaves an
// event. Masking never fails: what has no known form shows its first character only.

#include <string>
#include <string_view>

namespace text {

// 张三 张*, 刘小溪 刘**, 欧阳小溪 欧阳**, 阿依古丽·买买提 阿**, John Smith J**.
std::string mask_person(std::string_view name);

// Like mask_person, but what is plainly an organisation (five characters or more, ending in 公司, 局, 中心 …)
// stays.
std::string mask_name(std::string_view name);

std::string mask_id_number(std::string_view number);  // 110***********002X; first 3 and last 4
std::string mask_phone(std::string_view number);      // 138****0000; 0591-****4321
std::string mask_card(std::string_view number);       // ************1234; last 4
std::string mask_address(std::string_view address);   // to the town, street or village, then ***
std::string mask_email(std::string_view address);     // l***@example.cn

}  // namespace text
