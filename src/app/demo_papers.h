#pragma once
// The papers of the demonstration county (counties/<name>/documents): drafted, reviewed by everybody the
// process seats, and released in the week after they were made, through the same verbs as anybody's.

#include "app/demo_courses.h"
#include "disclosure/document_verbs.h"

#include <optional>
#include <string>
#include <vector>

namespace app {

class DemoPapers {
public:
    DemoPapers(Node& node, const DemoWords& words, Dice& dice, const DemoPeople& people)
        : node_(node), words_(words), dice_(dice), people_(people) {}

    // Reads the folder; days are reckoned from the last day of the demonstration. Interpretations go with
    // what they explain.
    base::Result<> read(calendar::Date last_day);

    std::size_t count() const { return papers_.size(); }
    calendar::Date formed(std::size_t paper) const { return papers_[paper].draft.formed; }
    std::string number(std::size_t paper) const { return papers_[paper].number; }

    struct Deed {
        identity::Actor actor = identity::nobody();
        identity::Registrar::Work work;
    };
    // What comes next for a paper; nothing when it is out.
    std::optional<Deed> next(std::size_t paper);
    void done(std::size_t paper, const std::string& answer);

private:
    enum class Stage { Draft, Submit, First, Second, Final, Secrecy, Release, Check, Out };
    struct Paper {
        std::string office;
        disclosure::Draft draft;
        std::string document, number;
        Stage stage = Stage::Draft;
    };
    const identity::Actor& holder(std::string_view role, std::string_view body, std::size_t n) const;
    identity::Registrar::Work review(const Paper& paper);

    Node& node_;
    const DemoWords& words_;
    Dice& dice_;
    const DemoPeople& people_;
    disclosure::Columns columns_;
    std::vector<Paper> papers_;
};

}  // namespace app
