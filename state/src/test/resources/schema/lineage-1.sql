create table lineage_edge (name text not null);
insert into lineage_edge values ('first ');
