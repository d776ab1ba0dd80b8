use loom_schema::prelude::*;

#[rustfmt::skip]
#[derive(LoomEnum, Clone, Copy)]
pub enum Kind {
    Aaxxxxxxxxxxxxxxxxxxxx, Abxxxxxxxxxxxxxxxxxxxx, Acxxxxxxxxxxxxxxxxxxxx, Adxxxxxxxxxxxxxxxxxxxx, Aexxxxxxxxxxxxxxxxxxxx, Afxxxxxxxxxxxxxxxxxxxx, Agxxxxxxxxxxxxxxxxxxxx, Ahxxxxxxxxxxxxxxxxxxxx, Aixxxxxxxxxxxxxxxxxxxx, Ajxxxxxxxxxxxxxxxxxxxx,
    Baxxxxxxxxxxxxxxxxxxxx, Bbxxxxxxxxxxxxxxxxxxxx, Bcxxxxxxxxxxxxxxxxxxxx, Bdxxxxxxxxxxxxxxxxxxxx, Bexxxxxxxxxxxxxxxxxxxx, Bfxxxxxxxxxxxxxxxxxxxx, Bgxxxxxxxxxxxxxxxxxxxx, Bhxxxxxxxxxxxxxxxxxxxx, Bixxxxxxxxxxxxxxxxxxxx, Bjxxxxxxxxxxxxxxxxxxxx,
    Caxxxxxxxxxxxxxxxxxxxx, Cbxxxxxxxxxxxxxxxxxxxx, Ccxxxxxxxxxxxxxxxxxxxx, Cdxxxxxxxxxxxxxxxxxxxx, Cexxxxxxxxxxxxxxxxxxxx, Cfxxxxxxxxxxxxxxxxxxxx, Cgxxxxxxxxxxxxxxxxxxxx, Chxxxxxxxxxxxxxxxxxxxx, Cixxxxxxxxxxxxxxxxxxxx, Cjxxxxxxxxxxxxxxxxxxxx,
    Daxxxxxxxxxxxxxxxxxxxx, Dbxxxxxxxxxxxxxxxxxxxx, Dcxxxxxxxxxxxxxxxxxxxx, Ddxxxxxxxxxxxxxxxxxxxx, Dexxxxxxxxxxxxxxxxxxxx, Dfxxxxxxxxxxxxxxxxxxxx, Dgxxxxxxxxxxxxxxxxxxxx, Dhxxxxxxxxxxxxxxxxxxxx, Dixxxxxxxxxxxxxxxxxxxx, Djxxxxxxxxxxxxxxxxxxxx,
    Eaxxxxxxxxxxxxxxxxxxxx, Ebxxxxxxxxxxxxxxxxxxxx, Ecxxxxxxxxxxxxxxxxxxxx, Edxxxxxxxxxxxxxxxxxxxx, Eexxxxxxxxxxxxxxxxxxxx, Efxxxxxxxxxxxxxxxxxxxx, Egxxxxxxxxxxxxxxxxxxxx, Ehxxxxxxxxxxxxxxxxxxxx, Eixxxxxxxxxxxxxxxxxxxx, Ejxxxxxxxxxxxxxxxxxxxx,
    Faxxxxxxxxxxxxxxxxxxxx, Fbxxxxxxxxxxxxxxxxxxxx, Fcxxxxxxxxxxxxxxxxxxxx, Fdxxxxxxxxxxxxxxxxxxxx, Fexxxxxxxxxxxxxxxxxxxx, Ffxxxxxxxxxxxxxxxxxxxx, Fgxxxxxxxxxxxxxxxxxxxx, Fhxxxxxxxxxxxxxxxxxxxx, Fixxxxxxxxxxxxxxxxxxxx, Fjxxxxxxxxxxxxxxxxxxxx,
    Gaxxxxxxxxxxxxxxxxxxxx, Gbxxxxxxxxxxxxxxxxxxxx, Gcxxxxxxxxxxxxxxxxxxxx, Gdxxxxxxxxxxxxxxxxxxxx, Gexxxxxxxxxxxxxxxxxxxx, Gfxxxxxxxxxxxxxxxxxxxx, Ggxxxxxxxxxxxxxxxxxxxx, Ghxxxxxxxxxxxxxxxxxxxx, Gixxxxxxxxxxxxxxxxxxxx, Gjxxxxxxxxxxxxxxxxxxxx,
    Haxxxxxxxxxxxxxxxxxxxx, Hbxxxxxxxxxxxxxxxxxxxx, Hcxxxxxxxxxxxxxxxxxxxx, Hdxxxxxxxxxxxxxxxxxxxx, Hexxxxxxxxxxxxxxxxxxxx, Hfxxxxxxxxxxxxxxxxxxxx, Hgxxxxxxxxxxxxxxxxxxxx, Hhxxxxxxxxxxxxxxxxxxxx, Hixxxxxxxxxxxxxxxxxxxx, Hjxxxxxxxxxxxxxxxxxxxx,
    Iaxxxxxxxxxxxxxxxxxxxx, Ibxxxxxxxxxxxxxxxxxxxx, Icxxxxxxxxxxxxxxxxxxxx, Idxxxxxxxxxxxxxxxxxxxx, Iexxxxxxxxxxxxxxxxxxxx, Ifxxxxxxxxxxxxxxxxxxxx, Igxxxxxxxxxxxxxxxxxxxx, Ihxxxxxxxxxxxxxxxxxxxx, Iixxxxxxxxxxxxxxxxxxxx, Ijxxxxxxxxxxxxxxxxxxxx,
    Jaxxxxxxxxxxxxxxxxxxxx, Jbxxxxxxxxxxxxxxxxxxxx, Jcxxxxxxxxxxxxxxxxxxxx, Jdxxxxxxxxxxxxxxxxxxxx, Jexxxxxxxxxxxxxxxxxxxx, Jfxxxxxxxxxxxxxxxxxxxx, Jgxxxxxxxxxxxxxxxxxxxx, Jhxxxxxxxxxxxxxxxxxxxx, Jixxxxxxxxxxxxxxxxxxxx, Jjxxxxxxxxxxxxxxxxxxxx,
}

#[derive(LoomTable)]
#[loom_table(global, layer = "L3", derived)]
pub struct Note {
    pub id: Id<Note>,
    #[loom(default = "other")]
    pub kind: Kind,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn main() {}
