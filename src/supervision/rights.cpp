#include "supervision/rights.h"

namespace supervision {

std::vector<identity::RightRow> supervision_rights() {
    return {{"supervision.read", "See every matter, every period and why something is late."},
            {"supervision.answer", "Close a lead and record what was found."}};
}

}  // namespace supervision
