# newsspider: every command of the README and of CONTRIBUTING is a target here. Needs make, git and Python 3.11 or newer.

VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.set-up
EXTRAS := $(VENV)/.extras
SHARED ?= $(or $(NEWSSPIDER_SHARED),../shared)
# workers for the tests; 0 runs them in one process
TEST_JOBS ?= 2

.PHONY: help setup extras test-extras test-long bench-memory bench-pool soak-warc scale sites site plot bench-export bench-stories crash-crawl crash fuzz soak audit bench-crawl demo test check gate ablation train bench compare fixture docs format lock clean

help:
	@echo "make demo     crawl fixture sites on loopback twice, re-parse their archive, show one record"
	@echo "make sites    serve the fixture sites on this machine, for a first crawl (PORT=n)"
	@echo "make test     the tests, without those below"
	@echo "make extras   install what the optional parts need"
	@echo "make test-extras  the tests of the optional parts and of the documentation's commands"
	@echo "make test-long    kills, told hours, growth, whole projects: what takes five seconds and more a test"
	@echo "make check    style, types, import rules, house rules, docs up to date"
	@echo "make gate     quality floors against the labelled pages in $(SHARED); no sentence of theirs here"
	@echo "make ablation what each step of the body adds on the labelled pages"
	@echo "make train    learn where stories end from the labelled pages in $(SHARED); writes pipelines/data/ending.toml"
	@echo "make bench    CPU time of every part and stage beside trafilatura's default"
	@echo "make compare  the labelled pages through newsspider and its peers; writes the table of docs/quality.md"
	@echo "make bench-export records a second and memory of an export"
	@echo "make bench-stories  time and memory of grouping stories"
	@echo "make plot     draw pace against quality from what make compare measured"
	@echo "make crash    500 seeded kills and every fault of the output (KILLS=n, CRASH_SEED=n)"
	@echo "make fuzz     new mutants of pages, archives, manifests, feeds, sitemaps, robots.txt (MUTANTS=n, SEED=n)"
	@echo "make soak     20,000 pages in one run: memory and open files stay what they were"
	@echo "make soak-warc  a simulated CC-NEWS set in one run: memory and pace from beginning to end (MEGABYTES=n)"
	@echo "make scale    state and ledger from 1,000 to 1,000,000 pages; a day of 100,000 feeds in told time"
	@echo "make bench-pool  two workers beside one, Dask beside the pool, the look for parts of articles"
	@echo "make audit    advisories of the pinned versions (asks an advisory service)"
	@echo "make bench-memory  the learned container on sites seen before: pages, records, pace"
	@echo "make bench-crawl  what parsing costs a crawl: lag, CPU, pages a second"
	@echo "make crash-crawl  kill -9 a crawl a hundred times: nothing lost, nothing doubled"
	@echo "make fixture  add a page: make fixture PAGE=page.html URL=https://... AT=2026-01-31T08:00:00Z CASE=two-authors"
	@echo "make docs     write the generated parts of docs/ again"
	@echo "make site     the documentation as a site, in out/site"
	@echo "make format   format and sort imports"
	@echo "make lock     pin dependencies anew"

setup: $(STAMP)

# One virtual environment from pinned versions; made again only when the pins or the project file change.
$(STAMP): requirements.lock pyproject.toml
	@sh scripts/setup.sh $(VENV)
	@touch $@

# what the optional parts need, in the same environment: Parquet, DuckDB, Dask, Playwright, Spidermon, the docs site
extras: $(EXTRAS)

$(EXTRAS): requirements-extras.lock $(STAMP)
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps -r requirements-extras.lock
	@touch $@

demo: $(STAMP)
	@$(BIN)/python scripts/demo.py out/demo
	@$(BIN)/python scripts/show_record.py out/demo/reparse/articles.jsonl

# the fixture sites on this machine, for a first crawl without anybody's site (PORT=n)
sites: $(STAMP)
	@$(BIN)/python scripts/serve_sites.py --port $(or $(PORT),8650)

# what a change needs to know within minutes, on a fresh clone too; the others have their own targets
test: $(STAMP)
	$(BIN)/python -m pytest -n $(TEST_JOBS) -m "not long and not extras" $(ARGS)

# what the optional parts do, and the commands of the documentation, which use them
test-extras: $(EXTRAS)
	$(BIN)/python -m pytest -n $(TEST_JOBS) -m "extras and not long" $(ARGS)

# kills, told hours, growth, whole projects: what takes five seconds and more a test
test-long: $(EXTRAS)
	$(BIN)/python -m pytest -n $(TEST_JOBS) -m long $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/build_docs.py --check
	$(BIN)/python -m pytest -q tests/test_house.py

gate: $(STAMP)
	$(BIN)/python scripts/gate.py --shared $(SHARED) $(ARGS)
	$(BIN)/python scripts/originality.py --shared $(SHARED)

# what parsing costs a crawl on loopback; wants a quiet machine
bench-crawl: $(STAMP)
	$(BIN)/python scripts/bench_crawl.py $(ARGS)

# kill -9 a crawl of 300 loopback pages a hundred times
crash-crawl: $(STAMP)
	CRAWL_KILLS=100 $(BIN)/python -m pytest -q -s -m long tests/crawl/test_kill.py

ablation: $(STAMP)
	$(BIN)/python scripts/ablation.py --shared $(SHARED) $(ARGS)

train: $(STAMP)
	$(BIN)/python scripts/train_end.py --shared $(SHARED) $(ARGS)

bench: $(STAMP)
	$(BIN)/python scripts/bench.py $(ARGS)

compare: $(STAMP)
	$(BIN)/python scripts/compare.py --shared $(SHARED) $(ARGS)

# what takes longer than a commit may: 500 kills, new mutants, 20,000 pages, and the advisories of the pinned versions
crash: $(STAMP)
	CRASH_KILLS=$(or $(KILLS),500) $(BIN)/python -m pytest -n $(TEST_JOBS) -q tests/crash $(ARGS)

fuzz: $(STAMP)
	FUZZ_MUTANTS=$(or $(MUTANTS),3000) FUZZ_SEED=$(or $(SEED),$$(date +%s)) \
	  $(BIN)/python -m pytest -n $(TEST_JOBS) -q tests/hostile/test_fuzz.py tests/hostile/test_sources.py \
	  tests/hostile/test_listings.py $(ARGS)

soak: $(STAMP)
	$(BIN)/python scripts/soak.py $(ARGS)

# wants a quiet machine: two workers beside one are told in wall time
bench-memory: $(STAMP)
	$(BIN)/python scripts/bench_memory.py $(ARGS)

bench-pool: $(STAMP)
	$(BIN)/python scripts/bench_pool.py $(ARGS)

scale: $(STAMP)
	$(BIN)/python scripts/scale.py pages
	$(BIN)/python scripts/scale.py day $(ARGS)

soak-warc: $(STAMP)
	$(BIN)/python scripts/soak_warc.py --megabytes $(or $(MEGABYTES),100) $(ARGS)

# asks an advisory service: pip-audit lives in an environment of its own, since nothing else needs it
audit:
	@test -x out/audit/bin/pip-audit || { python3 -m venv out/audit && out/audit/bin/pip install -q pip-audit; }
	out/audit/bin/pip-audit --requirement requirements.lock --no-deps --disable-pip

# records a second and memory of an export, over simulated records (ARGS="--records n --to format")
bench-export: $(EXTRAS)
	$(BIN)/python scripts/bench_export.py $(ARGS)

# time and memory of grouping stories, over simulated records (ARGS="--records n")
bench-stories: $(EXTRAS)
	$(BIN)/python scripts/bench_stories.py $(ARGS)

# pace against quality as a picture, from what make compare measured
plot: $(EXTRAS)
	$(BIN)/python scripts/plot.py

# the documentation as a site in out/site
site: $(EXTRAS)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --clean --quiet

fixture: $(STAMP)
	@test -n "$(PAGE)" -a -n "$(URL)" -a -n "$(AT)" -a -n "$(CASE)" || { echo \
	  'make fixture PAGE=page.html URL=https://... AT=2026-01-31T08:00:00Z CASE=two-authors' >&2; exit 2; }
	$(BIN)/newsspider fixture add "$(PAGE)" --url "$(URL)" --retrieved-at "$(AT)" --case "$(CASE)" $(ARGS)

docs: $(STAMP)
	$(BIN)/python scripts/build_docs.py

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	@sh scripts/lock.sh

clean:
	rm -rf out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
