# Tiento: an LV2 plugin and the program that trains its styles.
#
#   make setup demo     set up a Debian machine and run the main job
#   make setup check    set up a Debian machine and pass the tests
#   make, make install  the program `tiento` and the bundle tiento.lv2
#   make MPI=1          the same, in build/mpi; this `tiento` trains on many machines

VERSION = 0.2.0

PREFIX ?= /usr/local
DESTDIR ?=
LV2DIR ?= $(PREFIX)/lib/lv2
MANDIR ?= $(PREFIX)/share/man
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
PKG_CONFIG ?= pkg-config
OPTIMIZATIONS ?= -O3
CFLAGS ?= -g
MPI ?=
B ?= $(if $(filter 1,$(MPI)),build/mpi,build)

WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
  -Wmissing-prototypes -Wvla
# The same notes on every machine: no contraction of products and sums, no fast math. Nobody reads
# the floating-point exceptions; without them compilers make vector code of clamped arithmetic.
ARITHMETIC = -ffp-contract=off -fno-trapping-math
# What makes of a mistake an end and not a way in. Sanitizers know better themselves.
HARDENING = $(if $(SANITIZE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
RELRO = -Wl,-z,relro,-z,now
SANITIZE =
sanitizers = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
flags = -std=c11 -D_POSIX_C_SOURCE=200809L -I. -fPIC -fvisibility=hidden -pthread -MMD -MP \
  $(WARNINGS) $(ARITHMETIC) $(OPTIMIZATIONS) $(HARDENING) $(sanitizers)

# In the fuzzers' build, too, but for the loops of vectors: sanitized they take most of the time, and no input of
# the plugin's ports and states reaches their bounds, which are the style's. Styles are fuzzed with the portable
# kernel, and unit tests run all of them under sanitizers.
ifneq ($(findstring fuzzer,$(SANITIZE)),)
$(patsubst %.c,$(B)/%.o,$(filter-out %_portable.c,$(wildcard plugin/engine/kernel_*.c))): sanitizers =
endif

# Libraries by who may use them; pkg-config is asked only when something is built.
libs_of = $(shell $(PKG_CONFIG) --libs $(1))
cflags_of = $(shell $(PKG_CONFIG) --cflags $(1))
plugin_packages = lv2 libcjson
trainer_packages = $(plugin_packages) openblas smf glib-2.0 cairo $(if $(filter 1,$(MPI)),ompi-c)
ui_packages = lv2 x11 cairo libcjson
host_packages = lv2 lilv-0

engine_c = $(wildcard plugin/engine/*.c)
plugin_c = $(wildcard plugin/*.c)
# A cluster of one machine, or of many.
other_cluster_c = trainer/cluster_$(if $(filter 1,$(MPI)),one,mpi).c
trainer_c = $(filter-out $(other_cluster_c),$(wildcard trainer/*.c))
ui_c = $(wildcard ui/*.c)
host_programs_c = $(wildcard tests/host/test_*.c) tests/host/lv2_play.c tests/host/jack_drive.c \
  tests/host/interposer.c tests/host/note_log.c tests/host/log_to_midi.c
sink_c = tests/ardour/midi_sink.c
host_c = $(filter-out $(host_programs_c),$(wildcard tests/host/*.c))
unit_c = $(wildcard tests/unit/test_*.c)
ui_tests_c = $(wildcard tests/ui/*.c)
property_c = $(wildcard tests/property/*.c)
bench_c = $(wildcard tests/bench/bench_*.c)
plain_c = tests/bench/plain_tiento.c tests/bench/plain_network.c
dump_c = tests/fixtures/dump_events.c tests/fixtures/dump_notes.c
arm_c = $(wildcard tests/arm/*.c)
broken_c = tests/fixtures/broken_styles.c tests/fixtures/make_broken_styles.c
tunes_c = $(filter-out $(dump_c) $(broken_c),$(wildcard tests/fixtures/*.c))
limits_c = $(wildcard tests/limits/*.c)
seeds_c = tests/fuzz/make_seeds.c tests/fuzz/make_plugin_seeds.c
fuzz_c = $(filter-out $(seeds_c),$(wildcard tests/fuzz/*.c))
fuzz_midi_c = $(addprefix tests/fuzz/,fuzz_midi.c piece_promises.c raw_notes.c smf_mutator.c)
# The plugin as a part of a program.
rig_c = $(wildcard tests/fuzz/rig*.c) plugin/tiento.c
threads_c = tests/threads/test_threads.c
soak_c = tests/soak/soak.c
upgrade_c = $(wildcard tests/upgrade/*.c)
sources = $(engine_c) $(plugin_c) $(trainer_c) $(other_cluster_c) $(ui_c) $(host_c) \
  $(host_programs_c) $(unit_c) $(ui_tests_c) $(property_c) $(bench_c) $(plain_c) $(tunes_c) $(broken_c) $(dump_c) $(fuzz_c) $(seeds_c) \
  $(limits_c) $(arm_c) $(sink_c) $(threads_c) $(soak_c) $(upgrade_c)

headers = $(wildcard plugin/*.h plugin/engine/*.h trainer/*.h ui/*.h tests/*/*.h)

objects = $(patsubst %.c,$(B)/%.o,$(1))
# What the trainer and the tests share of the plugin; and all that unit tests may call.
shared_c = $(engine_c) plugin/atomic_file.c plugin/kernel_choice.c plugin/midi_file.c
testable_c = $(engine_c) $(filter-out plugin/tiento.c,$(plugin_c)) \
  $(filter-out trainer/main.c,$(trainer_c)) $(filter-out ui/tiento_ui.c ui/window.c,$(ui_c))
# What run() reaches. Loading a style and choosing a kernel are not among it.
audio_c = $(filter-out plugin/engine/style.c plugin/engine/style_header.c plugin/engine/tensors.c \
  plugin/engine/part_names.c plugin/engine/kernel.c plugin/engine/model.c \
  plugin/engine/composer_new.c plugin/engine/linear.c, $(engine_c)) \
  plugin/control_ports.c plugin/kept_handover.c plugin/notifier.c plugin/output.c \
  plugin/position.c plugin/requests.c plugin/run.c plugin/style_handover.c plugin/thru.c

bundle = $(B)/tiento.lv2
pages = $(wildcard trainer/man/*.1)
styles = $(wildcard presets/*.safetensors)
style_papers = $(wildcard presets/*.recipe presets/*.attribution)
test_style = presets/hymns.safetensors
bundle_files = $(bundle)/tiento.so $(bundle)/tiento_ui.so $(bundle)/manifest.ttl \
  $(bundle)/tiento.ttl $(bundle)/presets.ttl \
  $(patsubst presets/%,$(bundle)/styles/%,$(styles) $(style_papers))

.PHONY: all bundle check check-fast check-host check-ui check-mpi check-arm check-sanitized check-compilers \
  check-tools check-fuzz check-many check-ardour check-threads check-analyzers check-memcheck check-dist check-mutations dist soak fuzz coverage bench bench-mpi bench-train install uninstall clean format \
  check-tidy setup demo screenshots styles quality gallery listen everything

# The goals after `setup` need what it installs.
ifneq ($(filter setup,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

all: $(B)/tiento bundle

bundle: $(bundle_files)

# ---- compiling and linking ----

version_flag = -DTN_VERSION='"$(VERSION)"'
$(B)/trainer/main.o: flags += $(version_flag)
$(B)/trainer/main.o: Makefile

$(B)/plugin/%.o: packages = $(plugin_packages)
$(B)/trainer/%.o: packages = $(trainer_packages)
$(B)/ui/%.o: packages = $(ui_packages)
$(B)/tests/%.o: packages = $(trainer_packages) $(ui_packages) $(host_packages) cmocka fontconfig
$(B)/tests/host/jack_drive.o: packages = jack

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(flags) $(call cflags_of,$(packages)) $(CFLAGS) -c $< -o $@

link = $(CC) $(flags) $(RELRO) $(CFLAGS) $(LDFLAGS)

$(B)/tiento: $(call objects,$(trainer_c) $(shared_c))
	$(link) -pie $^ -o $@ $(call libs_of,$(trainer_packages)) -lm

$(bundle)/tiento.so: $(call objects,$(plugin_c) $(engine_c))
	@mkdir -p $(@D)
	$(link) -shared -Wl,--no-undefined $^ -o $@ $(call libs_of,libcjson) -lm

$(bundle)/tiento_ui.so: $(call objects,$(ui_c) plugin/atomic_file.c plugin/midi_file.c plugin/engine/style_header.c)
	@mkdir -p $(@D)
	$(link) -shared -Wl,--no-undefined $^ -o $@ $(call libs_of,x11 cairo libcjson) -lm

version_words = $(subst ., ,$(VERSION))
$(bundle)/%.ttl: ttl/%.ttl.in Makefile
	@mkdir -p $(@D)
	sed -e 's/@MINOR@/$(word 2,$(version_words))/' -e 's/@MICRO@/$(word 3,$(version_words))/' $< > $@

$(bundle)/manifest.ttl: ttl/manifest.ttl.in ttl/presets.awk ttl/presets.txt
	@mkdir -p $(@D)
	cp $< $@
	awk -v part=manifest -f ttl/presets.awk ttl/presets.txt >> $@

$(bundle)/presets.ttl: ttl/presets.awk $(bundle)/tiento.ttl ttl/presets.txt
	awk -f $^ > $@ || { rm -f $@; exit 1; }

$(bundle)/styles/%: presets/%
	@mkdir -p $(@D)
	cp $< $@

# ---- tests ----

unit_tests = $(patsubst tests/unit/%.c,$(B)/%,$(unit_c))
host_tests = $(filter-out $(B)/test_realtime,$(patsubst tests/host/%.c,$(B)/%,$(wildcard tests/host/test_*.c)))

$(B)/libtestable.a: $(call objects,$(testable_c))
	rm -f $@
	$(AR) rcs $@ $^

$(unit_tests): $(B)/%: $(B)/tests/unit/%.o $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(trainer_packages) cmocka $(if $(filter %_ui_draw,$@),fontconfig)) -lm

$(B)/test_threads: $(call objects,$(threads_c) $(rig_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(trainer_packages)) -lm

$(B)/test_broken_styles: $(B)/tests/fixtures/broken_styles.o
$(host_tests): $(B)/%: $(B)/tests/host/%.o $(call objects,$(host_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(host_packages) libcjson cmocka) -ldl -lm

# -rdynamic: the interposer's functions must come before the C library's.
$(B)/test_property: $(call objects,$(property_c) tests/host/interposer.c $(host_c)) $(B)/libtestable.a
	$(link) -rdynamic $^ -o $@ $(call libs_of,$(host_packages) libcjson cmocka) -ldl -lm

$(B)/soak: $(call objects,$(soak_c) $(filter-out tests/property/test_property.c,$(property_c)) $(wildcard tests/ui/stage*.c) tests/ui/last_client.c $(host_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(host_packages) $(ui_packages) xtst xext cmocka) -ldl -lm

$(B)/make_session $(B)/test_upgrade: $(B)/%: $(B)/tests/upgrade/%.o $(call objects,$(host_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(host_packages) libcjson cmocka) -ldl -lm

# The window on a display: its own parts are in the bundle, all but what tells where they lie.
window_tests = $(patsubst tests/ui/%.c,$(B)/%,$(wildcard tests/ui/test_*.c))
$(window_tests): $(B)/%: $(B)/tests/ui/%.o $(call objects,$(filter-out tests/ui/test_%,$(ui_tests_c)) $(host_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(host_packages) $(ui_packages) xtst xext smf cmocka) -ldl -lm

# -rdynamic: the interposer's functions must come before the C library's.
$(B)/test_realtime: $(call objects,tests/host/test_realtime.c tests/host/interposer.c $(host_c))
	$(link) -rdynamic $^ -o $@ $(call libs_of,$(host_packages) cmocka) -ldl -lm

$(B)/lv2_play: $(call objects,tests/host/lv2_play.c $(host_c) plugin/midi_file.c plugin/atomic_file.c)
	$(link) $^ -o $@ $(call libs_of,$(host_packages)) -ldl -lm

$(B)/jack_drive: $(call objects,tests/host/jack_drive.c tests/host/note_log.c)
	$(link) $^ -o $@ $(call libs_of,jack) -lm

$(B)/log_to_midi: $(call objects,tests/host/log_to_midi.c plugin/midi_file.c plugin/atomic_file.c)
	$(link) $^ -o $@

# A bundle of the tests' own.
$(B)/midi_sink.lv2/midi_sink.so: $(call objects,$(sink_c) tests/host/note_log.c)
	@mkdir -p $(@D)
	$(link) -shared -Wl,--no-undefined $^ -o $@

$(B)/midi_sink.lv2/manifest.ttl: tests/ardour/manifest.ttl
	@mkdir -p $(@D)
	cp $< $@

sink_files = $(B)/midi_sink.lv2/midi_sink.so $(B)/midi_sink.lv2/manifest.ttl

$(B)/make_tunes: $(call objects,$(tunes_c) plugin/midi_file.c plugin/atomic_file.c)
	$(link) $^ -o $@

$(B)/make_broken_styles: $(call objects,$(broken_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(trainer_packages) cmocka) -lm

$(B)/dump_events $(B)/dump_notes: $(B)/%: $(B)/tests/fixtures/%.o $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(trainer_packages)) -lm

$(B)/peak: $(call objects,tests/limits/peak.c)
	$(link) $^ -o $@

$(B)/make_many: $(call objects,tests/limits/make_many.c trainer/bytes.c)
	$(link) $^ -o $@

$(B)/notes_hash: $(call objects,$(arm_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(trainer_packages)) -lm

$(B)/tunes/.made: $(B)/make_tunes $(wildcard tests/fixtures/tunes/*)
	$(B)/make_tunes tests/fixtures/tunes $(B)/tunes > $(B)/make_tunes.log
	touch $@

run_tests = sh tests/run_tests.sh

$(B)/make_seeds: $(call objects,tests/fuzz/make_seeds.c)
	$(link) $^ -o $@

$(B)/make_plugin_seeds: $(call objects,tests/fuzz/make_plugin_seeds.c $(rig_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(trainer_packages) cmocka) -lm

# Built by fuzz.sh, with clang's fuzzer.
$(B)/fuzz_midi: $(call objects,$(fuzz_midi_c)) $(B)/libtestable.a
	$(link) -fsanitize=fuzzer $^ -o $@ $(call libs_of,$(trainer_packages) cmocka) -lm

$(B)/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(call objects,$(rig_c)) $(B)/libtestable.a
	$(link) -fsanitize=fuzzer $^ -o $@ $(call libs_of,$(trainer_packages) cmocka) -lm

# Seconds: everything that needs no host.
check-fast: $(unit_tests)
	$(run_tests) $(unit_tests)

# The longest first.
program_checks = check_resume check_files check_broken_styles check_malformed check_program check_styles check_words check_prompt \
  check_report check_scan
check-host: bundle $(host_tests) $(B)/test_upgrade $(B)/tiento $(B)/peak $(B)/make_broken_styles $(B)/tunes/.made
	TIENTO_BUNDLE=$(bundle) $(run_tests) $(host_tests) $(B)/test_upgrade
	MAKE_BROKEN=$(B)/make_broken_styles ONE_IN=$(if $(SANITIZE),5,1) KILLS=$(if $(SANITIZE),10,50) TIENTO=$(B)/tiento \
	  TUNES=$(B)/tunes STYLE=$(test_style) PEAK=$(B)/peak MOST_MIB=$(if $(SANITIZE),512,64) MOST_SECONDS=$(if $(SANITIZE),10,2) \
	  sh tests/side_by_side.sh $(foreach script,$(program_checks),"sh tests/$(script).sh")

# T seconds of random performances in one process: what it takes stays what it is. Windows are opened where
# Xvfb is installed.
soak: export TIENTO_BUNDLE = $(bundle)
soak: export SECONDS = $(T)
soak: bundle $(B)/soak
	sh tests/with_display.sh $(B)/soak || { [ $$? -eq 77 ] && DISPLAY= $(B)/soak; }

# Random performances: some two thousand, or as many as SCENARIOS, from the seed SEED on.
check-property: bundle $(B)/test_property
	TIENTO_BUNDLE=$(bundle) $(run_tests) $(B)/test_property

check-tools: all $(B)/test_realtime $(B)/jack_drive $(B)/log_to_midi $(B)/dump_events $(B)/lv2_play $(B)/tunes/.made
	TIENTO_BUNDLE=$(bundle) $(run_tests) $(B)/test_realtime
	sh tests/host/symbols.sh $(call objects,$(audio_c))
	sh tests/check_layers.sh
	sh tests/check_hardening.sh $(B)
	sh tests/check_machines.sh $(CC)
	sh tests/host/lint_bundle.sh $(bundle)
	sh tests/host/jalv_test.sh $(B) $(B)/jack_drive || [ $$? -eq 77 ]
	sh tests/python_test.sh $(B) $(test_style) || [ $$? -eq 77 ]
	sh tests/host/jalv_preset_test.sh $(B) $(test_style) || [ $$? -eq 77 ]
	sh tests/host/jalv_factory_test.sh $(B) || [ $$? -eq 77 ]
	TIENTO=$(B)/tiento TUNES=$(B)/tunes STYLE=$(test_style) BUNDLE=$(bundle) \
	  PLAY=$(B)/lv2_play sh tests/check_install.sh
	TIENTO=$(B)/tiento TUNES=$(B)/tunes STYLE=$(test_style) BUILD=$(B) sh tests/check_manual.sh

# Hosts that people use, without a screen. Each leaves what it played in $(B)/hosts.
check-ardour: all $(B)/log_to_midi $(sink_files)
	sh tests/ardour/ardour_test.sh $(B) || [ $$? -eq 77 ]

# The plugin, broken on purpose: by hand, as it takes minutes and shows what the tests are worth.
check-mutations: all $(B)/log_to_midi $(B)/jack_drive $(sink_files) $(host_tests)
	sh tests/mutations/check_mutations.sh $(B)

# The window, on a display without a screen.
check-ui: bundle $(window_tests)
	SANITIZE=$(SANITIZE) sh tests/with_display.sh sh tests/check_ui.sh $(B) $(window_tests) || [ $$? -eq 77 ]

# Training by several processes, built for MPI in a folder of its own.
check-mpi: $(B)/tiento $(B)/tunes/.made
	sh tests/mpi_test.sh $(B)/tiento $(B)/tunes || [ $$? -eq 77 ]

# Inputs of any bytes, by clang's fuzzer: T seconds of each target, or as many as FUZZ_RUNS tells, TARGET=NUMBER.
# A check takes always the same, and so many that each target has about a minute; SEED=NUMBER takes others.
FUZZ_TARGETS ?= midi style state kept atoms patch ports
T ?= 600
FUZZ_RUNS =
fuzz_runs_of = $(or $(patsubst $(1)=%,%,$(filter $(1)=%,$(FUZZ_RUNS))),0)
fuzz: $(B)/make_seeds $(B)/make_plugin_seeds $(B)/tunes/.made
	sh tests/fuzz/build.sh $(B) $(FUZZ_TARGETS) && \
	  sh tests/side_by_side.sh $(foreach target,$(FUZZ_TARGETS),"sh tests/fuzz/fuzz.sh $(B) $(target) $(call fuzz_runs_of,$(target)) $(if $(FUZZ_RUNS),0,$(T))") \
	  || [ $$? -eq 77 ]

check-fuzz:
	$(MAKE) fuzz FUZZ_RUNS='midi=300000 style=1200000 kept=12000000 state=240000 atoms=360000 patch=300000 ports=180000'

# How much of what reads the bytes of strangers unit tests and fuzzers reach: by hand, as it takes a build of its own.
readers_c = $(addprefix plugin/engine/,style.c style_header.c tensors.c part_names.c) \
  $(addprefix plugin/,kept_text.c kept_slot.c state.c run.c position.c requests.c thru.c control_ports.c) \
  $(addprefix trainer/,midi_clean.c score.c tick_sort.c voices.c piece.c prompt.c whole_file.c)
covered = B=build/coverage CC=clang OPTIMIZATIONS=-O1 CFLAGS='-g -fprofile-instr-generate -fcoverage-mapping'
coverage:
	$(MAKE) -j$(cores) $(covered) $(patsubst $(B)/%,build/coverage/%,$(unit_tests) $(B)/make_seeds $(B)/make_plugin_seeds) \
	  $(addprefix build/coverage/fuzz_,$(FUZZ_TARGETS))
	sh tests/coverage.sh build/coverage $(readers_c) || [ $$? -eq 77 ]

# A folder of many files; a check has time for fewer.
MANY ?= 20000
check-many: $(B)/tiento $(B)/peak $(B)/make_many $(B)/tunes/.made
	TMPDIR=$(B) TIENTO=$(B)/tiento TUNES=$(B)/tunes STYLE=$(test_style) PEAK=$(B)/peak \
	  MAKE_MANY=$(B)/make_many MANY=$(MANY) sh tests/check_many.sh

# Everything for another processor, with what Debian has for it below build/arm/root; its tests run in an emulator.
arm_root = $(CURDIR)/build/arm/root
arm = B=build/arm CC='aarch64-linux-gnu-gcc --sysroot=$(arm_root)' PKG_CONFIG='env PKG_CONFIG_SYSROOT_DIR=$(arm_root) \
  PKG_CONFIG_LIBDIR=$(arm_root)/usr/lib/aarch64-linux-gnu/pkgconfig:$(arm_root)/usr/share/pkgconfig $(PKG_CONFIG)'
ARM_TESTS ?= $(addprefix test_,kernel model step step_work sampler half activation composer engine engine_controls \
  player player_fit transport state kept_text kept_slot requests position thru notifier style style_damaged \
  midi_clean score tick_sort midi_file loops)

check-arm: all $(B)/notes_hash $(B)/lv2_play $(B)/tunes/.made
	sh tests/arm/make_root.sh build/arm/root && \
	  $(MAKE) -j$(cores) $(arm) all build/arm/notes_hash build/arm/lv2_play $(addprefix build/arm/,$(ARM_TESTS)) && \
	  sh tests/arm/arm_test.sh $(B) build/arm $(ARM_TESTS) || [ $$? -eq 77 ]

sanitized = B=build/sanitized SANITIZE=address,undefined OPTIMIZATIONS=-O1

# LeakSanitizer is told what fontconfig keeps for the life of a process.
check-sanitized:
	$(MAKE) -j$(cores) $(sanitized) all build/sanitized/test_property \
	  $(patsubst $(B)/%,build/sanitized/%,$(unit_tests) $(host_tests) $(window_tests)) build/sanitized/test_upgrade
	LSAN_OPTIONS=suppressions=tests/leaks.supp:print_suppressions=0 SCENARIOS=60 \
	  $(MAKE) $(sanitized) check-fast check-host check-property check-ui

# The threads of the plugin, by ThreadSanitizer. It does not bear memory at random places.
threaded = B=build/threads SANITIZE=thread OPTIMIZATIONS=-O1
SECONDS ?= 10
check-threads:
	$(MAKE) -j$(cores) $(threaded) build/threads/test_threads
	TSAN_OPTIONS=halt_on_error=1 SECONDS=$(SECONDS) setarch -R build/threads/test_threads

# Everything, by both compilers, without a warning; and the same notes, optimized much or little.
check-compilers: $(B)/tunes/.made
	$(MAKE) -j$(cores) B=build/gcc CC=gcc WARNINGS='$(WARNINGS) -Werror' everything
	$(MAKE) -j$(cores) B=build/clang CC=clang WARNINGS='$(WARNINGS) -Werror' everything
	if $(PKG_CONFIG) --exists ompi-c; then for compiler in gcc clang; do \
	  $(MAKE) MPI=1 B=build/$$compiler/mpi CC=$$compiler WARNINGS='$(WARNINGS) -Werror' \
	    build/$$compiler/mpi/trainer/cluster_mpi.o || exit 1; done; fi
	for compiler in gcc clang; do \
	  $(MAKE) -j$(cores) B=build/$$compiler/O1 CC=$$compiler OPTIMIZATIONS=-O1 all || exit 1; done
	TIENTO=build/gcc/tiento TUNES=$(B)/tunes STYLE=$(test_style) \
	  BUILDS="build/gcc build/gcc/O1 build/clang build/clang/O1" sh tests/check_notes.sh
	clang-format --dry-run --Werror $(sources) $(headers)

everything: all $(B)/test_threads $(B)/soak $(B)/make_session $(B)/test_upgrade $(unit_tests) $(host_tests) $(B)/test_realtime $(B)/test_property $(window_tests) $(B)/lv2_play $(B)/jack_drive \
  $(B)/log_to_midi $(sink_files) $(B)/make_broken_styles $(B)/make_tunes $(B)/make_seeds $(B)/make_plugin_seeds $(B)/make_many $(B)/peak $(B)/dump_events $(B)/dump_notes \
  $(B)/notes_hash $(B)/plain_tiento $(patsubst tests/bench/%.c,$(B)/%,$(bench_c))

# One stage after the other, each built by as many jobs as there are cores, with the seconds that it took.
cores = $(shell nproc)
stages = check-fast check-host check-property check-tools check-ardour check-ui check-mpi check-arm check-fuzz check-many \
  check-sanitized check-threads soak check-tidy check-analyzers check-memcheck check-dist \
  check-compilers demo
check:
	rm -f build/test-counts
	$(MAKE) -j$(cores) everything
	@for stage in $(stages); do \
	  begun=$$(date +%s); \
	  $(MAKE) MANY=4000 T=120 $$stage || exit 1; \
	  echo "==== $$stage: $$(($$(date +%s) - begun)) s"; \
	done
	@sh tests/run_tests.sh --total

bench: $(patsubst tests/bench/%.c,$(B)/%,$(bench_c))
	for program in $^; do $$program || exit 1; done

bench-mpi: $(B)/tunes/.made
	$(MAKE) MPI=1 B=build/mpi build/mpi/tiento
	sh tests/bench/bench_mpi.sh build/mpi/tiento $(B)/tunes

$(B)/bench_%: $(B)/tests/bench/bench_%.o $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(trainer_packages)) -lm

$(B)/plain_tiento: $(call objects,$(plain_c)) $(B)/libtestable.a
	$(link) $^ -o $@ $(call libs_of,$(trainer_packages)) -lm

# The trainer beside PyTorch, where Debian's is installed.
bench-train: $(B)/plain_tiento $(B)/bench_train
	sh tests/bench/bench_train.sh $(B)

# ---- the demo ----

demo:
	$(MAKE) -j$(cores) all $(B)/lv2_play $(B)/tunes/.made
	sh tests/demo.sh $(B)

# Pictures of the window in jalv; those of the README are among them.
screenshots: bundle $(B)/jack_drive
	sh tests/screenshots.sh $(B) $(B)/jack_drive || [ $$? -eq 77 ]

# ---- the styles that ship, from the folders of MIDI files in CORPORA ----

CORPORA ?= ../shared/corpora

styles: $(B)/tiento
	sh presets/make_styles.sh $(B) $(CORPORA)

quality: $(B)/tiento
	sh presets/quality.sh $(B) $(CORPORA)

gallery: $(B)/tiento
	sh presets/gallery.sh $(B) $(CORPORA)

listen: bundle $(B)/lv2_play
	sh presets/listen.sh $(B)

# ---- installing ----

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LV2DIR)/tiento.lv2/styles
	install -m 755 $(B)/tiento $(DESTDIR)$(PREFIX)/bin/tiento
	install -d $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR)
	install -m 644 $(pages) $(DESTDIR)$(MANDIR)/man1
	install -m 644 trainer/completion/tiento.bash $(DESTDIR)$(BASHDIR)/tiento
	install -m 644 trainer/completion/_tiento $(DESTDIR)$(ZSHDIR)
	install -m 755 $(bundle)/*.so $(DESTDIR)$(LV2DIR)/tiento.lv2
	install -m 644 $(bundle)/*.ttl $(DESTDIR)$(LV2DIR)/tiento.lv2
	install -m 644 $(bundle)/styles/* $(DESTDIR)$(LV2DIR)/tiento.lv2/styles

# Leaves the styles that were put there beside ours.
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/tiento $(DESTDIR)$(BASHDIR)/tiento $(DESTDIR)$(ZSHDIR)/_tiento
	rm -f $(patsubst trainer/man/%,$(DESTDIR)$(MANDIR)/man1/%,$(pages))
	rm -f $(patsubst $(bundle)/%,$(DESTDIR)$(LV2DIR)/tiento.lv2/%,$(bundle_files))
	rmdir $(DESTDIR)$(LV2DIR)/tiento.lv2/styles $(DESTDIR)$(LV2DIR)/tiento.lv2 2> /dev/null || true

# ---- archives ----

# The sources, and for musicians the program and the bundle: the same bytes each time.
archive = tiento-$(VERSION)
machine = $(shell $(CC) -dumpmachine | sed 's/-.*//')
tar = tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2026-01-01 00:00Z' --mode=u+rw,go+r-w
ours = $(shell git ls-files 2> /dev/null || find . -type f -not -path './build/*' -not -path './.git/*' -printf '%P\n')
dist: all
	mkdir -p $(B)/dist
	printf '%s\n' $(ours) | $(tar) --transform 's|^|$(archive)/|' -cf - -T - | gzip -n > $(B)/dist/$(archive).tar.gz
	rm -rf $(B)/dist/image
	$(MAKE) -s install DESTDIR=$(CURDIR)/$(B)/dist/image PREFIX=/$(archive) LV2DIR=/$(archive)
	cp LICENSE plugin/CHANGELOG.md $(B)/dist/image/$(archive)
	$(tar) -C $(B)/dist/image -cf - $(archive) | gzip -n > $(B)/dist/$(archive)-linux-$(machine).tar.gz
	rm -rf $(B)/dist/image

check-dist: dist $(B)/lv2_play
	sh tests/check_dist.sh $(B) $(VERSION) $(machine)

# ---- housekeeping ----

packages_list = $(shell sed 's/\#.*//' .debian-packages)
sudo = $(if $(filter 0,$(shell id -u)),,sudo)

setup:
	@if command -v apt-get > /dev/null; then \
	  $(sudo) apt-get update -qq && \
	  $(sudo) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(packages_list); \
	else \
	  echo "There is no apt here. Tiento needs what these Debian packages hold:"; \
	  printf '  %s\n' $(packages_list); \
	fi

format:
	clang-format -i $(sources) $(headers)

# What ships; the analyzer does not see that cmocka's assertions do not return. .clang-tidy says what is not asked.
tidy_flags = $(flags) $(version_flag) $(call cflags_of,$(trainer_packages) $(ui_packages))
check-tidy:
	@mkdir -p $(B)
	if ! command -v clang-tidy > /dev/null; then echo "SKIP: clang-tidy is not installed"; \
	else printf '%s\n' $(engine_c) $(plugin_c) $(trainer_c) $(ui_c) | \
	  xargs -P $(cores) -n 1 sh -c 'clang-tidy --quiet "$$1" -- $(subst ','\'',$(tidy_flags))' sh 2> $(B)/tidy.log && \
	  echo "ok   clang-tidy"; fi

# What reads files and states, and changes hands between threads, by valgrind: it knows of memory that was never
# written. It does not know the newest instructions.
memchecked = $(addprefix $(B)/,test_kept_text test_kept_slot test_style_slot test_style test_style_header \
  test_position test_midi_clean test_thru)
check-memcheck: $(memchecked)
	if ! command -v valgrind > /dev/null; then echo "SKIP: valgrind is not installed"; else for test in $(memchecked); do \
	  TIENTO_KERNEL=portable valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
	    $$test > $(B)/memcheck.log 2>&1 || { cat $(B)/memcheck.log; exit 1; }; echo "ok   memcheck: $$test"; done; fi

# The same by cppcheck; tests/cppcheck.supp has what it is wrong about.
check-analyzers:
	if ! command -v cppcheck > /dev/null; then echo "SKIP: cppcheck is not installed"; \
	else cppcheck --quiet --enable=warning,portability,performance --std=c11 --error-exitcode=1 -j$(cores) -I. \
	  --suppress=missingIncludeSystem --suppressions-list=tests/cppcheck.supp plugin trainer ui && echo "ok   cppcheck"; fi

clean:
	rm -rf $(B)

-include $(patsubst %.c,$(B)/%.d,$(sources))
