#pragma once
// The node that one command opens: the carried files and the machine's clock. Nobody else may use the data
// meanwhile; the node says so when somebody does.

#include "app/node.h"
#include "app/tasks.h"

namespace app {

const web::Files& carried_files_of_tasks();

struct TaskNode {
    calendar::SystemClock clock;
    std::unique_ptr<base::Entropy> entropy = base::system_entropy();
    std::unique_ptr<Node> node;
};
base::Result<> open_task_node(TaskNode& bench, const TaskOptions& options);

}  // namespace app
