#pragma once
// What the public pages of disclosure share: lines of lists, citations as links, words of attributes.

#include "disclosure/disclosure_pages.h"
#include "disclosure/document_store.h"
#include "web/pager.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace disclosure {

// One published document in a list.
struct DocumentLine {
    std::string title, url, number, body, date, date_iso, genre;
    void fields(auto& visit) {
        visit("title", title), visit("url", url), visit("number", number), visit("body", body);
        visit("date", date), visit("date_iso", date_iso), visit("genre", genre);
    }
};
// A column with its newest documents.
struct ColumnBox {
    std::string name, url;
    std::vector<DocumentLine> documents;
    void fields(auto& visit) { visit("name", name), visit("url", url), visit("documents", documents); }
};
struct CrumbRow {
    std::string name, url;
    void fields(auto& visit) { visit("name", name), visit("url", url); }
};
struct NamedLink {
    std::string name, url, note;
    bool is_current = false;
    void fields(auto& visit) {
        visit("name", name), visit("url", url), visit("note", note), visit("is_current", is_current);
    }
};

bool in_english(const web::Request& request);
const std::string& pick(const web::Request& request, const std::string& chinese, const std::string& english);
base::Result<DocumentLine> line_of(const DisclosureRoom& room, const identity::Reading& reading,
                                   const web::Request& request, const PublishedLine& published);
base::Result<std::vector<DocumentLine>> lines_of(const DisclosureRoom& room, const identity::Reading& reading,
                                                 const web::Request& request,
                                                 const PublishedQuestion& question);
// News, notices and policy papers: what the front page shows.
base::Result<std::vector<ColumnBox>>
leading_columns(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request);
std::string genre_word(const DisclosureRoom& room, const web::Request& request, std::string_view genre);

// 《…》 that the law register knows, as links; the text is clean markup and stays so.
std::string with_citations(const catalog::Catalogue& catalogue, std::string_view markup);

// Answers with the tombstone of what was taken down: HTTP 410.
Answer show_gone(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request,
                 const EditionRow& edition);
Answer show_document(const DisclosureRoom& room, const identity::Reading& reading,
                     const web::Request& request);
Answer show_edition(const DisclosureRoom& room, const identity::Reading& reading,
                    const web::Request& request);
Answer show_comparison(const DisclosureRoom& room, const identity::Reading& reading,
                       const web::Request& request);
Answer give_manifest(const DisclosureRoom& room, const identity::Reading& reading,
                     const web::Request& request);
Answer give_picture(const DisclosureRoom& room, const identity::Reading& reading,
                    const web::Request& request);
Answer give_file(const DisclosureRoom& room, const identity::Reading& reading, const web::Request& request);
void add_edition_pages(web::Site& site);

}  // namespace disclosure
