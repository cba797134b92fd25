#include "app/task_node.h"

namespace app {

const web::Files& carried_files_of_tasks() {
    static const std::unique_ptr<web::Files> files = web::embedded_files(web::carried_files());
    return *files;
}

base::Result<> open_task_node(TaskNode& bench, const TaskOptions& options) {
    NodeOptions wanted;
    wanted.data = options.data;
    wanted.files = &carried_files_of_tasks();
    wanted.clock = &bench.clock;
    wanted.entropy = bench.entropy.get();
    bench.node = TRY(Node::open(wanted));
    return base::Done{};
}

}  // namespace app
