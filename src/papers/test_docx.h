#pragma once
// Office files for tests, made from the parts that matter.

#include "papers/package.h"

#include <string>
#include <utility>
#include <vector>

namespace papers {

inline std::string paragraph_xml(const std::string& text, const std::string& properties = {}) {
    return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:t xml:space=\"preserve\">" + text +
           "</w:t></w:r></w:p>";
}

inline std::string docx_of(const std::string& body,
                           const std::vector<std::pair<std::string, std::string>>& more = {}) {
    PackageWriter writer;
    writer.add("[Content_Types].xml", "<Types/>");
    writer.add("_rels/.rels", "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" "
                              "Target=\"word/document.xml\"/></Relationships>");
    writer.add("word/document.xml", "<w:document xmlns:w=\"w\" xmlns:r=\"r\" xmlns:a=\"a\"><w:body>" + body +
                                        "<w:sectPr/></w:body></w:document>");
    for (const auto& [name, bytes] : more) writer.add(name, bytes);
    return writer.finish();
}

}  // namespace papers
