#pragma once
// The two languages of the house. Chinese is the text of record.

namespace text {

enum class Locale { Chinese, English };  // zh-CN, en

}  // namespace text
