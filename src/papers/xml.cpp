#include "papers/xml.h"

#include "papers/limits.h"
#include "text/utf8.h"

#include <charconv>
#include <vector>

namespace papers {

namespace {

// Nesting as the tags tell it, before a tree is built.
bool is_within_depth(std::string_view xml) {
    std::size_t depth = 0;
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
        const char next = at + 1 < xml.size() ? xml[at + 1] : '\0';
        if (next == '?' || next == '!') continue;
        if (next == '/') {
            if (depth > 0) --depth;
            continue;
        }
        const std::size_t end = xml.find('>', at);
        const bool closed = end != std::string_view::npos && xml[end - 1] == '/';
        if (!closed && ++depth > kXmlDepthMax) return false;
    }
    return true;
}

// Folder of `part` and `target` joined, with .. taken out; a leading / is the root.
std::string joined(std::string_view part, std::string_view target) {
    std::vector<std::string_view> names;
    const auto walk = [&names](std::string_view path) {
        for (std::size_t from = 0; from < path.size();) {
            const std::size_t end = std::min(path.find('/', from), path.size());
            const std::string_view name = path.substr(from, end - from);
            if (name == "..") {
                if (!names.empty()) names.pop_back();
            } else if (!name.empty() && name != ".") {
                names.push_back(name);
            }
            from = end + 1;
        }
    };
    const std::size_t slash = part.rfind('/');
    if (!target.starts_with('/') && slash != std::string_view::npos) walk(part.substr(0, slash));
    walk(target);
    std::string out;
    for (const std::string_view name : names) {
        if (!out.empty()) out += '/';
        out += name;
    }
    return out;
}

}  // namespace

base::Result<Xml> parse_xml(std::string_view text) {
    if (text.find("<!DOCTYPE") != std::string_view::npos || text.find("<!ENTITY") != std::string_view::npos)
        return base::Error(base::ErrorCode::Invalid, "papers.broken", "document type in a part");
    if (!is_within_depth(text)) {
        return base::Error(base::ErrorCode::TooLarge, "papers.too_deep")
            .with("max", std::to_string(kXmlDepthMax));
    }
    auto xml = std::make_unique<pugi::xml_document>();
    const auto read =
        xml->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!read) return base::Error(base::ErrorCode::Invalid, "papers.broken", read.description());
    return xml;
}

base::Result<Xml> read_xml(const Package& package, std::string_view name) {
    const std::string text = TRY(package.read(name, kPartBytesMax));
    return parse_xml(text);
}

std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_node child : node.children()) {
        if (local_name(child) == name) return child;
    }
    return {};
}

std::string_view attribute_named(const pugi::xml_node& node, std::string_view name) {
    for (const pugi::xml_attribute attribute : node.attributes()) {
        std::string_view known = attribute.name();
        const std::size_t colon = known.find(':');
        if (colon != std::string_view::npos) known.remove_prefix(colon + 1);
        if (known == name) return attribute.value();
    }
    return {};
}

int number_or(std::string_view text, int otherwise) {
    int value = otherwise;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc{} ? value : otherwise;
}

std::map<std::string, Relation> relations_of(const Package& package, std::string_view part) {
    const std::size_t slash = part.rfind('/');
    const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
    const std::string file =
        std::string(part.substr(0, name)) + "_rels/" + std::string(part.substr(name)) + ".rels";
    std::map<std::string, Relation> out;
    const auto xml = read_xml(package, file);
    if (!xml.ok()) return out;
    for (const pugi::xml_node node : xml.value()->document_element().children()) {
        if (local_name(node) != "Relationship") continue;
        const std::string_view type = attribute_named(node, "Type");
        Relation relation;
        relation.type = type.substr(type.rfind('/') + 1);
        relation.outside = attribute_named(node, "TargetMode") == "External";
        const std::string_view target = attribute_named(node, "Target");
        relation.target = relation.outside ? std::string(target) : joined(part, target);
        out.emplace(attribute_named(node, "Id"), std::move(relation));
    }
    return out;
}

std::string main_part(const Package& package, std::string_view otherwise) {
    for (const auto& [id, relation] : relations_of(package, "")) {
        if (relation.type == "officeDocument" && package.has(relation.target)) return relation.target;
    }
    return std::string(otherwise);
}

}  // namespace papers
