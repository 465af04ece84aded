create table lineage_edge (name text not null primary key);
