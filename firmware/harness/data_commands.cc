#include "harness/data_commands.h"

#include "harness/count.h"
#include "harness/digest.h"
#include "harness/print.h"
#include "harness/protocol_text.h"
#include "harness/text.h"

namespace neurio {
namespace {

using namespace protocol;

void load(const Words& words, DataBuffer* data) {
    uint32_t count = 0;
    if (words.count < 3) {
        print_line(kErrorNoLoadSize);
    } else if (!parse_count(words.word[2], 1, &count)) {
        print_line(kErrorNotACount, uint64_t{1}, uint64_t{UINT32_MAX}, words.word[2]);
    } else if (count > data->capacity()) {
        print_line(kErrorLoadTooLarge, uint64_t{data->capacity()}, uint64_t{count});
    } else {
        data->begin(count);
        print_line(kAnswerExpecting, uint64_t{count});
    }
}

void print_data(const DataBuffer& data) {
    HexLines lines(kAnswerBuffer);
    for (uint32_t i = 0; i < data.expected(); ++i) {
        lines.add(data.bytes()[i]);
    }
    lines.end();
}

void show(const DataBuffer& data, bool whole) {
    if (data.expected() == 0) {
        print_line(kErrorNothingLoaded);
    } else if (whole) {
        print_data(data);
    } else {
        print_digest(data.bytes(), data.expected());
    }
}

void repeat(DataBuffer* data) {
    if (data->expected() == 0 || data->complete()) {
        print_line(kErrorNoLoad);
    } else if (data->received() == 0) {
        print_line(kErrorNothingLoaded);
    } else {
        data->repeat();
        print_line(kAnswerLoadDone);
    }
}

void append(const char* digits, DataBuffer* data) {
    const size_t count = length(digits);
    if (data->expected() == 0 || data->complete()) {
        print_line(kErrorNoLoad);
    } else if (count % 2 != 0) {
        print_line(kErrorOddDigits);
    } else if (const char* wrong = data->append(digits, count)) {
        const char quoted[] = {*wrong, '\0'};
        print_line(kErrorBadDigit, quoted);
    } else if (data->complete()) {
        print_line(kAnswerLoadDone);
    }
}

}  // namespace

void execute_data(const Words& words, State* state) {
    if (words.count < 2) {
        print_line(kErrorNoSubcommand);
        return;
    }
    const char* word = words.word[1];
    if (equal(word, kDataLoad)) {
        load(words, &state->data);
    } else if (words.count > 2) {
        print_line(kErrorTooManyArguments, kCommandData);
    } else if (equal(word, kDataPrint)) {
        show(state->data, true);
    } else if (equal(word, kDataDigest)) {
        show(state->data, false);
    } else if (equal(word, kDataRepeat)) {
        repeat(&state->data);
    } else {
        append(word, &state->data);
    }
}

}  // namespace neurio
