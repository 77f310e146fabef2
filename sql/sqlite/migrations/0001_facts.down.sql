-- Everything that was ever imported goes.

drop table ad_coverage;
drop table exchange_rates;
drop table orders;
drop table ad_metrics;
drop table imports;
