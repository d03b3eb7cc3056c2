// Runs the fuzz target without libFuzzer: mutations from a fixed seed, guided by coverage.
//
// driver EXECUTIONS [SEED]: inputs that reach code which no input before them reached are kept and
// mutated further. The target is compiled with -fsanitize-coverage=trace-pc, this file without.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kMapSize = 1 << 13;
constexpr size_t kLongestInput = 3000;

uint8_t seen[kMapSize];
uint8_t hits[kMapSize];
bool recording = false;
uint64_t state;
std::string current;

const char* const kWords[] = {
    "name%",
    "timestamp%",
    "profile%",
    "help%",
    "results%",
    "outputs%",
    "models%",
    "baud ",
    "baud 9600%",
    "baud 921600%",
    "baud 921600%name%",
    "baud 921600%\x16\x16\x16",
    "baud 115200%",
    "baud 3%",
    "\x16",
    "select ",
    "copy%",
    "error%",
    "two%",
    "db ",
    "load ",
    "db load 16%",
    "db load 64%",
    "db load 7%",
    "db print%",
    "infer ",
    "infer 1 0%",
    "infer%",
    "0",
    "1",
    "4294967295",
    "4294967296",
    "-1",
    "%",
    " ",
    "\r\n",
    "\t",
    "\0",
    "db 000102030405060708090a0b0c0d0e0f%",
    "db 00010203040506%",
    "ff",
    "7f800000",
    "db load 64%db 0000803f0000803f0000803f0000803f0000803f0000803f0000803f0000803f%",
};

uint64_t random_number() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

size_t below(size_t limit) { return limit == 0 ? 0 : random_number() % limit; }

std::string word() { return kWords[below(sizeof(kWords) / sizeof(kWords[0]))]; }

void mutate(std::string* input, const std::vector<std::string>& corpus) {
    const size_t at = below(input->size() + 1);
    switch (below(8)) {
        case 0:
            input->insert(at, word());
            break;
        case 1:
            input->insert(at, 1, static_cast<char>(random_number()));
            break;
        case 2:
            input->erase(at, 1 + below(8));
            break;
        case 3:
            if (at < input->size()) {
                (*input)[at] = static_cast<char>((*input)[at] ^ (1 << below(8)));
            }
            break;
        case 4:
            input->insert(at, input->substr(below(input->size() + 1), below(64)));
            break;
        case 5: {
            const std::string& other = corpus[below(corpus.size())];
            input->insert(at, other.substr(below(other.size() + 1)));
            break;
        }
        case 6:
            input->insert(at, below(1100), "0123456789abcdefF %"[below(19)]);
            break;
        default:
            *input += word();
    }
    if (input->size() > kLongestInput) {
        input->resize(kLongestInput);
    }
}

// Whether the last execution reached something new. Counts matter by their order of magnitude.
bool is_new() {
    bool found = false;
    for (size_t i = 0; i < kMapSize; ++i) {
        const uint8_t count = hits[i];
        const uint8_t bucket = count == 0 ? 0 : (count < 3 ? count : (count < 16 ? 4 : 8));
        if ((seen[i] | bucket) != seen[i]) {
            seen[i] |= bucket;
            found = true;
        }
    }
    return found;
}

}  // namespace

extern "C" void __sanitizer_cov_trace_pc() {
    if (recording) {
        const uintptr_t from = reinterpret_cast<uintptr_t>(__builtin_return_address(0));
        uint8_t& count = hits[(from ^ (from >> 16)) % kMapSize];
        count = static_cast<uint8_t>(count + (count != 255));
    }
}

// Called by the sanitizers before they end the process.
extern "C" void __asan_on_error() {
    fprintf(stderr, "input of %zu bytes:", current.size());
    for (const char byte : current) {
        fprintf(stderr, " %02x", static_cast<unsigned>(static_cast<uint8_t>(byte)));
    }
    fprintf(stderr, "\n");
}

int main(int count, char** arguments) {
    const long executions = count > 1 ? atol(arguments[1]) : 10000;
    state = count > 2 ? strtoull(arguments[2], nullptr, 10) : 88172645463325252u;
    std::vector<std::string> corpus = {""};
    for (long i = 0; i < executions; ++i) {
        current = corpus[below(corpus.size())];
        for (size_t times = 1 + below(5); times != 0; --times) {
            mutate(&current, corpus);
        }
        memset(hits, 0, sizeof(hits));
        recording = true;
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(current.data()), current.size());
        recording = false;
        if (is_new()) {
            corpus.push_back(current);
        }
    }
    printf("%ld executions, %zu inputs kept, no finding\n", executions, corpus.size());
    return 0;
}
