#include "http/form.h"
#include "http/page_cache.h"
#include "http/wire.h"

#include <gtest/gtest.h>

namespace http {
namespace {

std::string head(std::string_view lines) {
    return "POST / HTTP/1.1\r\nHost: qingxi\r\n" + std::string(lines) + "\r\n";
}

TEST(RequestHead, ThatCouldBeReadTwiceIsRefused) {
    EXPECT_EQ(fault_of_head(head("Content-Length: 5\r\n")), 0);
    EXPECT_EQ(fault_of_head(head("Transfer-Encoding: chunked\r\n")), 0);
    EXPECT_EQ(fault_of_head(head("Content-Length: 5\r\nContent-Length: 5\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("Content-Length: 5\r\ncontent-length: 6\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("Transfer-Encoding: gzip, chunked\r\n")), 501);
    EXPECT_EQ(fault_of_head(head("Transfer-Encoding: xchunked\r\n")), 501);
    EXPECT_EQ(fault_of_head(head("Content-Length: +5\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("Content-Length: 5, 5\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("Content-Length: 0x5\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("Content-Length : 5\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("X-A: 1\r\n folded\r\n")), 400);
    EXPECT_EQ(fault_of_head(head("X-A: a\nContent-Length: 5\r\n")), 400);
    EXPECT_EQ(fault_of_head(head(std::string_view("X-A: a\0b\r\n", 10))), 400);
    EXPECT_EQ(fault_of_head(head("Host: other\r\n")), 400);
    EXPECT_EQ(fault_of_head("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
    EXPECT_EQ(fault_of_head("GET / HTTP/1.0\r\n\r\n"), 0);
    EXPECT_EQ(fault_of_head("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
    EXPECT_EQ(fault_of_head("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(fault_of_head("GET /\r\nHost: a\r\n\r\n"), 400);
}

TEST(RequestHead, IsHeldToItsLimitsFromBothSides) {
    const auto line_of = [](std::size_t bytes) {
        return "GET /" + std::string(bytes - 14, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    EXPECT_EQ(fault_of_head(line_of(kRequestLineMax)), 0);
    EXPECT_EQ(fault_of_head(line_of(kRequestLineMax + 1)), 414);
    const auto fields_of = [](std::size_t count) {  // Host is one of them
        std::string lines;
        for (std::size_t i = 1; i < count; ++i) lines += "X-A: b\r\n";
        return head(lines);
    };
    EXPECT_EQ(fault_of_head(fields_of(kHeaderFieldsMax)), 0);
    EXPECT_EQ(fault_of_head(fields_of(kHeaderFieldsMax + 1)), 431);
}

TEST(Path, IsDecodedOnceAndStaysInside) {
    const auto path = [](std::string_view target) {
        Request request;
        return read_target(target, request).ok() ? request.path : std::string("refused");
    };
    EXPECT_EQ(path("/items/a%20b?x=1"), "/items/a b");
    EXPECT_EQ(path("/%E6%B8%85%E6%BA%AA"), "/清溪");
    EXPECT_EQ(path("/a+b"), "/a+b");
    EXPECT_EQ(path("/a/"), "/a/");
    EXPECT_EQ(path("/%252e%252e/x"), "/%2e%2e/x");
    for (const std::string_view bad : {"/../x", "/a/..", "/%2e%2e/x", "/a/./b", "//a", "x", "/a%", "/a%2",
                                       "/%zz", "/%00", "/a%0ab", "/%ff", "/a\\b", "/%c0%af"})
        EXPECT_EQ(path(bad), "refused") << bad;
}

TEST(UrlencodedForm, KeepsOrderAndDecodes) {
    const auto fields = parse_urlencoded("a=1&b=%E4%BD%A0+%2B&a=2&&c").value();
    EXPECT_EQ(fields.value("a"), "1");
    EXPECT_EQ(fields.all("a").size(), 2u);
    EXPECT_EQ(fields.value("b"), "你 +");
    ASSERT_NE(fields.find("c"), nullptr);
    EXPECT_EQ(fields.find("d"), nullptr);
    EXPECT_FALSE(parse_urlencoded("a=%ff").ok());
    EXPECT_FALSE(parse_urlencoded("a=%0").ok());
    EXPECT_FALSE(parse_urlencoded("a=%01").ok());
    EXPECT_TRUE(parse_urlencoded("a=%0d%0a").ok());
}

TEST(UrlencodedForm, HoldsAtMostSoManyFields) {
    const auto form_of = [](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += "a=1&";
        return parse_urlencoded(text);
    };
    EXPECT_TRUE(form_of(kFormFieldsMax).ok());
    EXPECT_EQ(form_of(kFormFieldsMax + 1).error().code(), base::ErrorCode::TooLarge);
}

std::string part(std::string_view disposition, std::string_view bytes, std::string_view type = {}) {
    std::string out = "--B\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n";
    if (!type.empty()) out += "Content-Type: " + std::string(type) + "\r\n";
    return out + "\r\n" + std::string(bytes) + "\r\n";
}

TEST(MultipartForm, BringsFieldsAndFiles) {
    const std::string body =
        part("name=\"note\"", "你好\r\n--not the boundary") +
        part("name=\"scan\"; filename=\"C:\\x\\a\\\"b.pdf\"", "%PDF\r\n\r\n", "Application/PDF") +
        part("name=\"empty\"; filename=\"\"", "", "application/octet-stream") + "--B--\r\n";
    const auto form = parse_multipart(body, "multipart/form-data; boundary=B").value();
    EXPECT_EQ(form.value("note"), "你好\r\n--not the boundary");
    ASSERT_EQ(form.files.size(), 1u) << "an input left empty is no file";
    EXPECT_EQ(form.file("scan")->name, "a\"b.pdf");
    EXPECT_EQ(form.file("scan")->content_type, "application/pdf");
    EXPECT_EQ(form.file("scan")->bytes, "%PDF\r\n\r\n");
}

TEST(MultipartForm, ThatIsBrokenIsRefused) {
    const auto ok = [](const std::string& body,
                       std::string_view type = "multipart/form-data; boundary=\"B\"") {
        return parse_multipart(body, type).ok();
    };
    EXPECT_TRUE(ok("--B--\r\n"));
    EXPECT_FALSE(ok(""));
    EXPECT_FALSE(ok("--B"));
    EXPECT_FALSE(ok(part("name=\"a\"", "1")));
    EXPECT_FALSE(ok(part("filename=\"a\"", "1") + "--B--"));
    EXPECT_FALSE(ok(part("name=\"a\"", "\xff") + "--B--"));
    EXPECT_FALSE(ok("--B\r\nno colon\r\n\r\n1\r\n--B--"));
    EXPECT_FALSE(ok("--B--", "multipart/form-data"));
    EXPECT_FALSE(ok("--B--", "multipart/form-data; boundary=" + std::string(71, 'b')));
}

TEST(MultipartForm, IsHeldToItsLimitsFromBothSides) {
    const auto parts_of = [](std::size_t count) {
        std::string body;
        for (std::size_t i = 0; i < count; ++i) body += part("name=\"a\"", "1");
        return parse_multipart(body + "--B--", "multipart/form-data; boundary=B");
    };
    EXPECT_TRUE(parts_of(kPartsMax).ok());
    EXPECT_EQ(parts_of(kPartsMax + 1).error().code(), base::ErrorCode::TooLarge);
    const auto file_of = [](std::size_t bytes) {
        return parse_multipart(part("name=\"a\"; filename=\"b\"", std::string(bytes, 'x')) + "--B--",
                               "multipart/form-data; boundary=B");
    };
    EXPECT_TRUE(file_of(kUploadFileMax).ok());
    const auto refusal = file_of(kUploadFileMax + 1);
    EXPECT_EQ(refusal.error().code(), base::ErrorCode::TooLarge);
    EXPECT_EQ(refusal.error().field(), "a");
}

TEST(Cookies, AreFoundByName) {
    Request request;
    request.headers.add("cookie", "a=1; skin=elder;  s=x=y ;bad; b=");
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("skin"), "elder");
    EXPECT_EQ(request.cookie("s"), "x=y");
    EXPECT_EQ(request.cookie("b"), "");
    EXPECT_EQ(request.cookie("ski"), "");
    EXPECT_EQ(cookie_text({"s", "v\r\nX: y", -1, CookieScope::Strict, true}),
              "s=vX: y; Path=/; HttpOnly; Max-Age=0; SameSite=Strict; Secure");
}

TEST(AcceptEncoding, IsReadWithItsQualities) {
    EXPECT_TRUE(accepts("gzip, deflate, br", "br"));
    EXPECT_TRUE(accepts("GZIP;q=0.5", "gzip"));
    EXPECT_FALSE(accepts("gzip;q=0", "gzip"));
    EXPECT_FALSE(accepts("gzip;q=0.000, *", "gzip"));
    EXPECT_TRUE(accepts("*", "br"));
    EXPECT_FALSE(accepts("", "gzip"));
}

TEST(Response, NeverBreaksItsOwnHeader) {
    Response response = see_other("/a\r\nSet-Cookie: s=1");
    EXPECT_EQ(head_of(response, 0, Encoding::Identity),
              "HTTP/1.1 303 See Other\r\nLocation: /aSet-Cookie: s=1\r\nContent-Length: 0\r\n");
    EXPECT_EQ(download("text/csv", "清溪 a.csv", "").header("content-disposition"),
              "attachment; filename*=UTF-8''%E6%B8%85%E6%BA%AA%20a.csv");
}

TEST(RequestId, IsShortAndRises) {
    EXPECT_EQ(request_id(0, 0), "000000000000");
    EXPECT_EQ(request_id(1764000000000, 7).size(), 12u);
    EXPECT_LT(request_id(1764000000000, 7), request_id(1764000000000, 8));
    EXPECT_LT(request_id(1764000000000, 9), request_id(1764000000001, 0));
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(forwarded_address("1.1.1.1, 10.0.0.7 "), "10.0.0.7");
}

TEST(PageCache, KeepsForATimeAndDropsOnChange) {
    PageCache cache(1);
    const auto ready = make_ready(html(200, std::string(2000, 'x')));
    ASSERT_TRUE(ready->gzip.body);
    const auto before = cache.generation();
    cache.keep("/", ready, before, 0);
    EXPECT_EQ(cache.find("/", 999), ready);
    EXPECT_EQ(cache.find("/", 1000), nullptr);
    cache.keep("/", ready, before, 0);
    cache.drop_all();
    EXPECT_EQ(cache.find("/", 1), nullptr);
    cache.keep("/", ready, before, 0);
    EXPECT_EQ(cache.find("/", 1), nullptr) << "read before the change, so not kept after it";
    cache.keep(std::string(kPageKeyMax + 1, 'k'), ready, cache.generation(), 0);
    EXPECT_EQ(cache.size(), 0u);
}

TEST(PageCache, StaysWithinItsBytes) {
    PageCache cache(60, 100'000);
    const auto ready = make_ready(json(200, std::string(900, 'x')));
    for (int i = 0; i < 1000; ++i) cache.keep(std::to_string(i), ready, cache.generation(), 0);
    EXPECT_LT(cache.size(), 100u);
    EXPECT_GT(cache.size(), 0u);
}

}  // namespace
}  // namespace http
