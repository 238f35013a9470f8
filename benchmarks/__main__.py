"""Everything `make bench` measures, each against what people use today, as ratios in one run."""

from benchmarks import intake, runner

if __name__ == "__main__":
    runner.main()
    intake.main()
