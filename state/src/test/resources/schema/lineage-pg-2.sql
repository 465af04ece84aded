alter table lineage_edge add column added text not null default ' yes';
