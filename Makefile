# The commands of everyday work. CI runs `make test`, as a person does.
.PHONY: run demo test quick check generate fmt bench microbench fuzz soak install test-at-once go-test race-test browser-test pictures board release release-test

# Some tests build a copy of this folder; without paths in them, all builds share the cache.
export GOFLAGS := -trimpath

run:
	go run .

# The example portal and the service side by side, with the addresses to open.
demo:
	node e2e/demo.mjs

test: install test-at-once

# Everything but browsers, PostgreSQL and kills, in less than 90 seconds; it prints how
# many tests it skips, and why.
quick: e2e/node_modules/.package-lock.json
	@unformatted="$$(gofmt -l .)"; test -z "$$unformatted" || { echo "make fmt would change: $$unformatted"; exit 1; }
	go vet ./...
	go run ./tools/gotest -short ./...
	npm --prefix e2e run quick

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	npm --prefix e2e ci --no-progress --loglevel=error

# Format, vet, and that views/*_templ.go are what views/*.templ say.
check:
	@unformatted="$$(gofmt -l .)"; test -z "$$unformatted" || { echo "make fmt would change: $$unformatted"; exit 1; }
	go vet -tags release,soak ./... # the tests of a release too, and the long ones
	@before="$$(cat views/*_templ.go | sha256sum)"; go generate ./... && \
		test "$$before" = "$$(cat views/*_templ.go | sha256sum)" || { echo "views/*_templ.go were out of date; they are generated anew: commit them"; exit 1; }

# The check and the Go tests, one after the other, beside the browser tests: all of them wait
# a lot. Each runs to its end, and the status is non-zero if one of them failed. All need
# the program, which two of them would compile twice.
test-at-once: install
	@go build ./...
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=line browser-test check go-test race-test

# The race detector watches where goroutines meet: all tests of these packages, and those
# files of the others whose tests do several things at once. It does not watch SQLite's C,
# translated to Go. make soak watches everything. go vet has run in make check.
meeting := internal/cache internal/chromium internal/consent internal/content internal/metrics internal/spool internal/store/postgres internal/store/sqlite internal/wire
watched = $$(ls $(meeting:=/*_test.go); grep -lE '^\s+go |\.Go\(' handlers/*_test.go handlers/operator/*_test.go internal/command/*_test.go)

race-test:
	@files="$(watched)"; go run ./tools/gotest -vet=off -race -gcflags=modernc.org/sqlite/lib=-race=false -gcflags=modernc.org/libc=-race=false -shuffle=on -timeout 20m \
		-run "^($$(grep -hoE '^func (Test|Fuzz|Example)\w*' $$files | cut -d' ' -f2 | paste -sd'|'))$$" $$(dirname $$files | sort -u | sed 's|^|./|')

# They start first, or one of them would run alone at the end.
longest := tests internal/audit/browse docs

go-test:
	go run ./tools/gotest -vet=off -shuffle=on -timeout 20m $(longest:%=./%) $$(go list ./... | grep -vxE 'charte/($(subst $() ,|,$(meeting) $(longest)))')

browser-test:
	npm --prefix e2e test

install:
	@tools/install.sh

generate:
	go generate ./...

fmt:
	gofmt -w .
	go tool templ fmt views

# The table of docs/performance.md, side by side with others; 20 minutes on a
# machine with nothing else to do. ROWS for the row on growth (4 GB of temporary
# files at 10 million), SOAK=10m for the one on memory, ONLY=get,post for some.
ROWS ?= 10000000
SOAK ?= 1m
ONLY ?= get,post,postgres,start,growth,memory,visitor
bench:
	@bench/install.sh
	go run ./bench -rows $(ROWS) -soak $(SOAK) -only $(ONLY)

# The hot paths by themselves.
microbench:
	go test -run '^$$' -bench . ./...

# Every fuzz target for FUZZTIME each; a find becomes a seed in its testdata.
FUZZTIME ?= 20s
fuzz:
	@grep -rl --include='*_test.go' '^func Fuzz' . | while read -r file; do \
		sed -n 's/^func \(Fuzz[A-Za-z0-9]*\).*/\1/p' "$$file" | while read -r target; do \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$(dirname "$$file")" </dev/null || exit 1; \
		done || exit 1; \
	done

# What takes long: every Go test with the race detector, 100 kills under load on each
# registry and of PostgreSQL itself, an export of a million records, registries of 10
# million (some 4 GB of temporary files each), the embed matrix with every combination
# instead of every pair, and the MDN Observatory's scanner, which npm installs first (130 MB).
soak:
	go run ./tools/gotest -race -timeout 1h ./...
	go test ./tests -run 'TestNoReceiptIsLostWhenTheProgramIsKilled' -kills 100 -timeout 2h
	go test ./internal/store/postgres -run TestNothingAcknowledgedIsLostWhenTheServerIsKilled -kills 100 -timeout 2h
	go test ./internal/proof -run TestAnExportHoldsOneRecordAtATime -rows 1000000 -timeout 1h
	go test ./tests/deploy -run TestAnIncludedFragment -visitors 10000 -timeout 1h
	go test -tags soak ./tests -run 'TestAWholeRecordIsReadInLittleMemory|TestTwoProgramsThatLookDifferent' -timeout 2h
	go test ./internal/store/sqlite -run TestManyRecords -records 10000000 -timeout 3h
	go test ./internal/store/postgres -run TestManyRecords -records 10000000 -timeout 3h
	go test ./internal/audit/browse -run TestALongAuditStaysWithinItsMemory -pages 50 -timeout 1h -v
	node e2e/harness/build.mjs && MATRIX=full node --test --test-reporter=tap e2e/matrix.test.mjs
	test -e e2e/observatory/node_modules || npm --prefix e2e/observatory ci --ignore-scripts --no-progress --loglevel=error
	node --test --test-reporter=tap e2e/observatory/observatory.mjs

# Everything that is published, into dist/; then all of it tried in clean roots.
release:
	@tools/release.sh

release-test:
	@tools/release-test.sh

# The pictures of docs/pictures, taken anew.
pictures: install
	node e2e/harness/build.mjs && node e2e/pictures.mjs
	PICTURES=1 node --test --test-name-pattern='axe-core.*fr' e2e/operator.test.mjs

# Our banner beside those of others at 360 and 1280 px: writes pictures and two boards to
# OUT, prints a table. BEFORE is a commit whose docs/pictures are shown first.
OUT ?= /tmp/board
BEFORE ?=
board: install bench/visitor/node_modules/.package-lock.json
	node e2e/harness/build.mjs && node bench/visitor/board.mjs "$(OUT)" $(BEFORE)

bench/visitor/node_modules/.package-lock.json: bench/visitor/package-lock.json
	npm --prefix bench/visitor ci --ignore-scripts --no-progress --loglevel=error
