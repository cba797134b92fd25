#include "web/pager.h"

#include "text/display.h"
#include "text/html.h"

#include <algorithm>
#include <charconv>

namespace web {

namespace {

constexpr int kSizes[] = {10, 20, 50, 100};
constexpr int kPagesShown = 9;

int number_in(std::string_view word, int otherwise, int most) {
    int value = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
    if (read.ec != std::errc() || read.ptr != word.data() + word.size() || value < 1) return otherwise;
    return std::min(value, most);
}

}  // namespace

PageView page_view(const Request& request) {
    PageView view;
    view.page = number_in(request.query("page"), 1, 1000);
    const int size = number_in(request.query("size"), 20, 1000);
    if (std::find(std::begin(kSizes), std::end(kSizes), size) != std::end(kSizes)) view.size = size;
    return view;
}

std::string with_query(std::string address, std::string_view name, std::string_view value) {
    if (value.empty()) return address;
    address += address.find('?') == std::string::npos ? '?' : '&';
    address.append(name).append("=");
    text::append_url_encoded(address, value);
    return address;
}

Pager make_pager(const PageView& view, std::int64_t total, const std::string& address) {
    Pager pager;
    const std::int64_t pages = (total + view.size - 1) / view.size;
    const auto link = [&](std::int64_t page, int size) {
        std::string url = with_query(address, "size", size == 20 ? "" : std::to_string(size));
        return with_query(url, "page", page == 1 ? "" : std::to_string(page));
    };
    pager.from = text::integer(total == 0 ? 0 : view.offset() + 1);
    pager.to = text::integer(std::min<std::int64_t>(total, view.offset() + view.size));
    pager.total = text::integer(total);
    for (const int size : kSizes)
        pager.sizes.push_back({std::to_string(size), {}, link(1, size), size == view.size});
    if (pages < 2) return pager;
    const std::int64_t first = std::max<std::int64_t>(1, view.page - kPagesShown / 2);
    for (std::int64_t page = first; page <= std::min(pages, first + kPagesShown - 1); ++page) {
        pager.pages.push_back({std::to_string(page), {}, link(page, view.size), page == view.page});
    }
    if (view.page > 1) pager.previous_url = link(view.page - 1, view.size);
    if (view.page < pages) pager.next_url = link(view.page + 1, view.size);
    return pager;
}

}  // namespace web
