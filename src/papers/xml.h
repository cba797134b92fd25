#pragma once
// A part of an office file as a tree (pugixml), names without caring for prefixes. No document type, no
// entities of its own, bounded depth; who includes it sees the parser's types.

#include "papers/package.h"

#include <pugixml.hpp>

#include <memory>

namespace papers {

using Xml = std::unique_ptr<pugi::xml_document>;

base::Result<Xml> parse_xml(std::string_view text);                         // papers.broken, papers.too_deep
base::Result<Xml> read_xml(const Package& package, std::string_view name);  // papers.no_part too
std::string_view local_name(const pugi::xml_node& node);                    // w:p → p
pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name);  // the first, by local name
std::string_view attribute_named(const pugi::xml_node& node, std::string_view name);
int number_or(std::string_view text, int otherwise);

// Of word/document.xml: word/_rels/document.xml.rels. Targets are names of parts; outside ones are as they
// stand.
struct Relation {
    std::string type;  // its last word: image, hyperlink, styles …
    std::string target;
    bool outside = false;
};
std::map<std::string, Relation> relations_of(const Package& package, std::string_view part);
// The part a package begins with (word/document.xml, xl/workbook.xml); `otherwise` when it does not say.
std::string main_part(const Package& package, std::string_view otherwise);

}  // namespace papers
