#pragma once
// The trial of a process on a running node, before it is prepared or approved: its states are walked (P01,
// P02, P06, P18) and the scenarios it brings along are played in the small invented county, among the
// processes in force there (P19, P20). Takes up to seconds; writes nothing.

#include "catalog/definition.h"

namespace app {

// What the program itself carries was tried when it was built, and is not played again.
base::Result<catalog::Findings> try_process(const catalog::DefinitionDraft& draft,
                                            const catalog::Surroundings& around);
// The same for whatever text, carried or not.
base::Result<catalog::Findings> play_process(const catalog::DefinitionDraft& draft,
                                             const catalog::Surroundings& around);

}  // namespace app
