import '#migration/bench.ts';
