#pragma once
// Finds what may not become public with a text: identity numbers, mobile numbers, bank cards and house
// addresses (公开条例 15, 个人信息保护法 28). It points; a person masks it or signs that it stays.

#include <string>
#include <string_view>
#include <vector>

namespace text {

enum class PersonalKind { CitizenNumber, Mobile, BankCard, Address };
std::string_view personal_kind_word(PersonalKind kind);  // citizen_number, mobile, bank_card, address

struct PersonalHit {
    PersonalKind kind = PersonalKind::CitizenNumber;
    std::size_t from = 0;  // bytes in the text
    std::size_t size = 0;
};

// In the order of the text, without overlaps; at most `hits_max`. An identity number has its check character
// and a real day of birth, a card its Luhn digit; groups of digits parted by single blanks or hyphens count
// as one.
std::vector<PersonalHit> find_personal_data(std::string_view text, std::size_t hits_max = 1'000);

std::string mask_hit(PersonalKind kind, std::string_view found);
std::string mask_personal_data(std::string_view text);  // every hit masked

}  // namespace text
