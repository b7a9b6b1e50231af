#include "thread_pool.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace anchor::test {
namespace {

class Pool {
public:
    Pool(int threads, const std::function<bool(int64_t)> & answer) : n_threads(threads), next(threads), stop(answer) {}

    anchor_pool seen_by(int thread) {
        anchor_pool pool = {};
        pool.context = this;
        pool.thread = thread;
        pool.n_threads = n_threads;
        pool.take = [](void * context) { return static_cast<Pool *>(context)->next.fetch_add(1); };
        pool.barrier = [](void * context) { static_cast<Pool *>(context)->meet(); };
        pool.stop = [](void * context) { return static_cast<Pool *>(context)->asked_to_stop(); };
        return pool;
    }

    int64_t stop_calls() const { return n_stop_calls.load(); }

private:
    void meet() {
        std::unique_lock<std::mutex> lock(mutex);
        const int64_t mine = generation;
        if (++waiting == n_threads) {
            waiting = 0;
            generation++;
            all_met.notify_all();
        } else {
            all_met.wait(lock, [&] { return generation != mine; });
        }
    }

    bool asked_to_stop() {
        const int64_t call = n_stop_calls.fetch_add(1);
        return stop && stop(call);
    }

    const int n_threads;
    std::atomic<int> next;
    std::atomic<int64_t> n_stop_calls{0};
    std::function<bool(int64_t)> stop;
    std::mutex mutex;
    std::condition_variable all_met;
    int waiting = 0;
    int64_t generation = 0;
};

}  // namespace

bool PoolResult::all(bool value) const {
    return std::all_of(returned.begin(), returned.end(), [&](bool one) { return one == value; });
}

PoolResult run_on_pool(const anchor_op & op, int n_threads, const std::function<bool(int64_t)> & stop) {
    // Exactly the bytes asked for, so that the address sanitizer sees one byte too many.
    const size_t size = anchor_cpu_scratch_size(&op.shape, &op.params, n_threads);
    void * scratch = std::aligned_alloc(64, (size + 63) / 64 * 64);
    Pool pool(n_threads, stop);
    PoolResult result;
    std::vector<char> returned(n_threads);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < n_threads; thread++) {
        threads.emplace_back([&, thread] {
            const anchor_pool seen = pool.seen_by(thread);
            returned[thread] = anchor_cpu_run(&op, &seen, scratch, thread == 0 ? &result.times : nullptr);
        });
    }
    for (auto & thread : threads) {
        thread.join();
    }
    std::free(scratch);
    result.returned.assign(returned.begin(), returned.end());
    result.stop_calls = pool.stop_calls();
    return result;
}

}  // namespace anchor::test
